package org.trustnet.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.schemas.identify.Identify;

class IdentifyWireTest {
  private static final PrivateKey KEY = Keys.generate(KeyType.ED25519, new SecureRandom());
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/192.0.2.1/tcp/4001");
  private static final Multiaddr OBSERVED = Multiaddr.parse("/ip4/198.51.100.7/tcp/50000");

  @Test
  void readsWhatItWrote() {
    Bytes first =
        IdentifyWire.encode(
            KEY.publicKey(), List.of(ADDRESS), Set.of("/a/1"), IdentifyConfig.defaults());
    Bytes merged = Bytes.concat(first, IdentifyWire.encodeObserved(OBSERVED));

    IdentifyMessage message = IdentifyWire.decode(merged);

    assertThat(message.key()).contains(KEY.publicKey());
    assertThat(message.addresses()).containsExactly(ADDRESS);
    assertThat(message.protocols()).containsExactly("/a/1");
    assertThat(message.observed()).contains(OBSERVED);
    assertThat(message.agent()).isEqualTo("trustnet");
    assertThat(message.protocolVersion()).isEqualTo("ipfs/0.1.0");
    assertThat(message.signedRecord()).isEmpty();
  }

  @Test
  void mergesMessagesAsProtobufDoes() {
    Bytes merged =
        Bytes.concat(
            bytes(Identify.newBuilder().addProtocols("/a/1").setAgentVersion("old")),
            bytes(Identify.newBuilder().addProtocols("/b/1").setAgentVersion("new")));

    IdentifyMessage message = IdentifyWire.decode(merged);

    assertThat(message.protocols()).containsExactlyInAnyOrder("/a/1", "/b/1");
    assertThat(message.agent()).isEqualTo("new");
  }

  @Test
  void dropsAnAddressItDoesNotUnderstandAndKeepsTheOthers() {
    Bytes message =
        bytes(
            Identify.newBuilder()
                .addListenAddrs(ByteString.copyFrom(new byte[] {(byte) 0xfe, 0x7f, 1}))
                .addListenAddrs(SignedEnvelope.string(ADDRESS.encode())));

    assertThat(IdentifyWire.decode(message).addresses()).containsExactly(ADDRESS);
  }

  @Test
  void looksAtNoMoreThanTheFirst128Addresses() {
    Identify.Builder wire = Identify.newBuilder();
    for (int port = 1; port <= IdentifyConfig.MAX_ADDRESSES + 1; port++) {
      wire.addListenAddrs(
          SignedEnvelope.string(Multiaddr.parse("/ip4/192.0.2.1/tcp/" + port).encode()));
    }

    assertThat(IdentifyWire.decode(bytes(wire)).addresses()).hasSize(IdentifyConfig.MAX_ADDRESSES);
  }

  @Test
  void takes1024ProtocolsAndRefuses1025() {
    int most = IdentifyConfig.MAX_PROTOCOLS;
    assertThat(IdentifyWire.decode(protocols(most)).protocols()).hasSize(most);
    assertThatThrownBy(() -> IdentifyWire.decode(protocols(most + 1)))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.code()).isEqualTo(WireException.Code.TOO_LARGE));
  }

  @Test
  void skipsAProtocolNameOverTheLimit() {
    String longest = "/" + "x".repeat(IdentifyConfig.MAX_PROTOCOL_CHARS - 1);

    IdentifyMessage message =
        IdentifyWire.decode(
            bytes(Identify.newBuilder().addProtocols(longest).addProtocols(longest + "y")));

    assertThat(message.protocols()).containsExactly(longest);
  }

  @Test
  void makesTheAgentFitForATerminal() {
    String hostile = "\u001b[31m" + "a".repeat(500);

    String agent =
        IdentifyWire.decode(bytes(Identify.newBuilder().setAgentVersion(hostile))).agent();

    assertThat(agent).hasSize(IdentifyConfig.MAX_VERSION_CHARS).startsWith("\\u001b[31m");
  }

  @Test
  void refusesWhatIsNoProtobuf() {
    assertThatThrownBy(() -> IdentifyWire.decode(Bytes.hex("0aff")))
        .isInstanceOf(WireException.class);
  }

  @Test
  void refusesAKeyItCannotRead() {
    assertThatThrownBy(() -> IdentifyWire.decode(Bytes.hex("0a020801")))
        .isInstanceOf(WireException.class);
  }

  @Test
  void ourFirstMessageStaysBelow4096BytesAndTheRecordComesSecond() {
    List<Multiaddr> many =
        IntStream.rangeClosed(1, 64)
            .mapToObj(i -> Multiaddr.parse("/dns4/" + "n".repeat(60) + i + "/tcp/" + i))
            .toList();
    Set<String> protocols = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      protocols.add("/protocol/number/" + i);
    }

    Announcement announcement = Announcement.of(KEY, many, protocols, IdentifyConfig.defaults(), 7);
    Bytes frames = announcement.frames(OBSERVED);

    int firstLength = (frames.unsigned(0) & 0x7f) | frames.unsigned(1) << 7;
    assertThat(firstLength).isLessThan(IdentifyConfig.FIRST_MESSAGE_BYTES);
    IdentifyMessage first = IdentifyWire.decode(frames.slice(2, 2 + firstLength));
    assertThat(first.protocols()).hasSize(40);
    assertThat(first.addresses()).isNotEmpty().hasSizeLessThan(64);
    assertThat(first.observed()).contains(OBSERVED);
    assertThat(first.signedRecord()).isEmpty();
    IdentifyMessage second = IdentifyWire.decode(frames.slice(2 + firstLength + 2));
    PeerRecord record = PeerRecord.open(second.signedRecord().orElseThrow(), KEY.peerId());
    assertThat(record.addresses()).isEqualTo(first.addresses());
  }

  @Test
  void aShortAnswerIsOneMessageWithTheRecordInIt() {
    Bytes frames =
        Announcement.of(KEY, List.of(ADDRESS), Set.of("/a/1"), IdentifyConfig.defaults(), 7)
            .frames(OBSERVED);

    IdentifyMessage only = IdentifyWire.decode(frames.slice(2));
    assertThat(only.signedRecord()).isPresent();
    assertThat(only.protocols()).containsExactly("/a/1");
  }

  private static Bytes protocols(int count) {
    Identify.Builder wire = Identify.newBuilder();
    for (int i = 0; i < count; i++) {
      wire.addProtocols("/p/" + i);
    }
    return bytes(wire);
  }

  private static Bytes bytes(Identify.Builder wire) {
    return Bytes.wrap(wire.build().toByteArray());
  }
}
