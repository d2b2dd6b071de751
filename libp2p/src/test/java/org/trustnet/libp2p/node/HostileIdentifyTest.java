package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.StreamHandler;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.identify.PeerRecord;
import org.trustnet.libp2p.rpc.Frames;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.schemas.identify.Identify;

/** What a peer that lies in identify achieves. An edge: real sockets, real time. */
@ChecksLeaks
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileIdentifyTest {
  private static final Duration PATIENCE = TestHosts.PATIENCE;

  private final TestHosts hosts = new TestHosts();
  private final BlockingQueue<HostListener.Identity> identities = new ArrayBlockingQueue<>(8);

  @AfterEach
  void close() {
    hosts.close();
  }

  /** A host that is told {@code first} by a stranger, and then the truth by push. */
  private HostNode told(StreamHandler first) {
    HostNode host = hosts.start();
    HostNode stranger = hosts.start();
    stranger.handle(IdentifyConfig.PROTOCOL, first);
    host.listen(
        new HostListener() {
          @Override
          public void onIdentified(Connection connection, Identity identity) {
            identities.add(identity);
          }
        });
    assertThat(TestHosts.connect(stranger, host).isOpen()).isTrue();
    return host;
  }

  private static StreamHandler says(Bytes... frames) {
    return stream -> {
      for (Bytes frame : frames) {
        stream.write(frame, PATIENCE);
      }
      stream.closeWrite();
    };
  }

  private static Bytes message(Identify.Builder message) {
    return Frames.encode(Bytes.wrap(message.build().toByteArray()));
  }

  private void assertNotBelieved(HostNode host) throws Exception {
    assertThat(identities.poll(500, TimeUnit.MILLISECONDS)).isNull();
    assertThat(host.connections()).hasSize(1);
  }

  @Test
  void readsTenPartsOfTheLongestKind() throws Exception {
    Bytes[] parts = new Bytes[IdentifyConfig.MAX_PARTS];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = longest("/part/" + i);
    }

    told(says(parts));

    HostListener.Identity identity = identities.poll(10, TimeUnit.SECONDS);
    assertThat(identity.protocols()).contains("/part/0", "/part/9");
  }

  @Test
  void refusesAnEleventhPart() throws Exception {
    Bytes[] parts = new Bytes[IdentifyConfig.MAX_PARTS + 1];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = message(Identify.newBuilder().addProtocols("/part/" + i));
    }

    assertNotBelieved(told(says(parts)));
  }

  @Test
  void refusesAPartOverTheLimit() throws Exception {
    assertNotBelieved(
        told(says(Frames.encode(Bytes.wrap(new byte[IdentifyConfig.PART_BYTES + 1])))));
  }

  @Test
  void refusesAnotherPeersKey() throws Exception {
    assertNotBelieved(
        told(
            says(
                message(
                    Identify.newBuilder()
                        .setPublicKey(
                            com.google.protobuf.ByteString.copyFrom(
                                TestHosts.key().publicKey().encode().asByteBuffer()))))));
  }

  @Test
  void doesNotWaitForAnIdentityForEver() throws Exception {
    HostNode host =
        told(
            stream -> {
              stream.write(Bytes.hex("05"), PATIENCE);
              stream.read(new byte[1], 0, 1, Duration.ofSeconds(30));
              stream.read(new byte[1], 0, 1, Duration.ofSeconds(30));
            });

    assertNotBelieved(host);
    Eventually.holds(() -> host.connections().getFirst().streams() == 0);
  }

  @Test
  void aRecordOfAnotherPeerIsPassedOverAndTheRestBelieved() throws Exception {
    var other = TestHosts.key();
    Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
    Bytes envelope =
        new PeerRecord(other.peerId(), 1, java.util.List.of(address)).seal(other).encode();

    HostNode host =
        told(
            says(
                message(
                    Identify.newBuilder()
                        .addProtocols("/a/1")
                        .setSignedPeerRecord(
                            com.google.protobuf.ByteString.copyFrom(envelope.asByteBuffer())))));

    HostListener.Identity identity = identities.poll(10, TimeUnit.SECONDS);
    assertThat(identity.protocols()).containsExactly("/a/1");
    assertThat(identity.addresses()).isEmpty();
    assertThat(host.addressBook().signedRecord(identity.peer())).isEmpty();
  }

  private static Bytes longest(String protocol) {
    int head = Identify.newBuilder().addProtocols(protocol).build().getSerializedSize();
    int filler = IdentifyConfig.PART_BYTES - head - 4;
    Identify.Builder full =
        Identify.newBuilder().addProtocols(protocol).setAgentVersion("x".repeat(filler));
    assertThat(full.build().getSerializedSize()).isBetween(8_180, IdentifyConfig.PART_BYTES);
    return message(full);
  }
}
