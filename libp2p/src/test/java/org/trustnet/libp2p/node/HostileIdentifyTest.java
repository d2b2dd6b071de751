package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamHandler;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.identify.PeerRecord;
import org.trustnet.libp2p.identify.SignedEnvelope;
import org.trustnet.libp2p.rpc.Frames;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.schemas.identify.Identify;

/** What a peer that lies in identify achieves. An edge: real sockets, real time. */
@ChecksLeaks
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileIdentifyTest {
  private static final Duration PATIENCE = TestHosts.PATIENCE;

  private final TestHosts hosts = new TestHosts();
  private final BlockingQueue<HostListener.Identity> identities = new ArrayBlockingQueue<>(8);
  private final AtomicInteger heard = new AtomicInteger();
  private HostNode victim;

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
                            ByteString.copyFrom(
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
                        .setSignedPeerRecord(ByteString.copyFrom(envelope.asByteBuffer())))));

    HostListener.Identity identity = identities.poll(10, TimeUnit.SECONDS);
    assertThat(identity.protocols()).containsExactly("/a/1");
    assertThat(identity.addresses()).isEmpty();
    assertThat(host.addressBook().signedRecord(identity.peer())).isEmpty();
  }

  /** A stranger with {@code key}, connected to a host that hears who it is. */
  private Connection meets(PrivateKey key, StreamHandler first) {
    HostNode host = hosts.start();
    victim = host;
    HostNode stranger = hosts.start(key, TestHosts.config(), Access.open());
    stranger.handle(IdentifyConfig.PROTOCOL, first);
    host.listen(
        new HostListener() {
          @Override
          public void onIdentified(Connection connection, Identity identity) {
            heard.incrementAndGet();
            boolean _ = identities.offer(identity);
          }
        });
    return TestHosts.connect(stranger, host);
  }

  private static Bytes record(PeerId peer, long sequence, String address, PrivateKey signer) {
    var payload = org.trustnet.schemas.record.PeerRecord.newBuilder();
    payload.setPeerId(string(peer.encode())).setSeq(sequence);
    payload.addAddressesBuilder().setMultiaddr(string(Multiaddr.parse(address).encode()));
    Bytes signed = Bytes.wrap(payload.build().toByteArray());
    Bytes envelope =
        SignedEnvelope.seal(signer, PeerRecord.DOMAIN, PeerRecord.PAYLOAD_TYPE, signed).encode();
    return message(
        Identify.newBuilder().addProtocols("/a/1").setSignedPeerRecord(string(envelope)));
  }

  private static ByteString string(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }

  private void push(Connection connection, Bytes message) throws Exception {
    try (Stream stream = connection.open(List.of(IdentifyConfig.PUSH_PROTOCOL), PATIENCE)) {
      stream.write(message, PATIENCE);
      stream.closeWrite();
    }
  }

  @Test
  void aRecordThatAnotherKeySignedIsPassedOver() throws Exception {
    PrivateKey key = TestHosts.key();

    meets(key, says(record(key.peerId(), 1, "/ip4/127.0.0.1/tcp/1", TestHosts.key())));

    assertThat(identities.poll(10, TimeUnit.SECONDS).addresses()).isEmpty();
    assertThat(victim.addressBook().addresses(key.peerId())).isEmpty();
    assertThat(victim.addressBook().signedRecord(key.peerId())).isEmpty();
  }

  @Test
  void aRecordWithTheHighestSequenceIsPassedOverAndLocksNoLaterOneOut() throws Exception {
    PrivateKey key = TestHosts.key();
    Connection connection = meets(key, says(record(key.peerId(), -1, "/ip4/127.0.0.1/tcp/1", key)));
    assertThat(identities.poll(10, TimeUnit.SECONDS).addresses()).isEmpty();

    push(connection, record(key.peerId(), 1, "/ip4/127.0.0.1/tcp/2", key));

    assertThat(identities.poll(10, TimeUnit.SECONDS).addresses())
        .containsExactly(Multiaddr.parse("/ip4/127.0.0.1/tcp/2"));
  }

  @Test
  void anOlderRecordAfterANewerOneBringsNoAddressBack() throws Exception {
    PrivateKey key = TestHosts.key();
    Multiaddr newer = Multiaddr.parse("/ip4/127.0.0.1/tcp/2");
    Connection connection = meets(key, says(record(key.peerId(), 9, newer.toString(), key)));
    assertThat(identities.poll(10, TimeUnit.SECONDS).addresses()).containsExactly(newer);

    push(connection, record(key.peerId(), 8, "/ip4/127.0.0.1/tcp/1", key));

    assertThat(identities.poll(10, TimeUnit.SECONDS).addresses()).containsExactly(newer);
    assertThat(victim.addressBook().addresses(key.peerId())).containsExactly(newer);
  }

  @Test
  void aByteNowAndThenDoesNotStretchTheTimeForAnIdentity() {
    AtomicInteger sent = new AtomicInteger();
    meets(
        TestHosts.key(),
        stream -> {
          Bytes part = longest("/a/1");
          for (int i = 0; i < part.length(); i++) {
            stream.write(part.slice(i, i + 1), PATIENCE);
            sent.incrementAndGet();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
          }
        });
    Eventually.holds(() -> sent.get() > 10);

    Eventually.holds(() -> victim.connections().getFirst().streams() == 0);

    assertThat(sent.get()).as("of 8 KiB").isLessThan(500);
    assertThat(heard.get()).isZero();
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    AtomicInteger sent = new AtomicInteger();
    AtomicBoolean refused = new AtomicBoolean();
    Bytes part = longest("/a/1");
    meets(
        TestHosts.key(),
        stream -> {
          try {
            while (sent.incrementAndGet() < 10_000) {
              stream.write(part, PATIENCE);
            }
          } catch (StreamException e) {
            refused.set(true);
          }
        });

    Eventually.holds(refused::get);

    assertThat(sent.get() * (long) IdentifyConfig.PART_BYTES)
        .as("bytes: what the window lets through unread, and what waits here")
        .isLessThan(4 << 20);
    assertThat(heard.get()).isZero();
    assertThat(victim.connections()).hasSize(1);
  }

  @Test
  void aFloodOfPushesEndsTheConnectionAndIsReadNoFurther() throws Exception {
    PrivateKey key = TestHosts.key();
    Bytes told = record(key.peerId(), 1, "/ip4/127.0.0.1/tcp/1", key);
    Connection connection = meets(key, says(told));
    assertThat(identities.poll(10, TimeUnit.SECONDS)).isNotNull();

    int opened = 0;
    int refused = 0;
    while (connection.isOpen() && opened < 10_000) {
      opened++;
      try {
        push(connection, told);
      } catch (StreamException e) {
        refused++;
      }
    }

    Eventually.holds(() -> !connection.isOpen());
    Eventually.holds(() -> victim.connections().isEmpty());
    assertThat(opened).as("refused: " + refused).isGreaterThan(IdentifyConfig.PUSH_BURST);
    assertThat(heard.get())
        .as("the first, a burst, and 2 a second for 30 s at most")
        .isLessThanOrEqualTo(1 + IdentifyConfig.PUSH_BURST + 60);
    assertThat(TestHosts.connect(hosts.start(), victim).isOpen()).isTrue();
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
