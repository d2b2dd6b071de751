package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.schemas.kad.Message;
import org.trustnet.schemas.kad.Record;

class KadWireTest {
  private static final PeerInfo ONE = TestPeers.info(1);
  private static final PeerInfo TWO = TestPeers.info(2);

  @Test
  void writesFindNodeAsGoDoes() {
    // type 4, key of 3 bytes; go-libp2p-kad-dht pb.NewMessage(FIND_NODE, "abc", 0) without the
    // cluster level, which nobody reads
    assertThat(KadWire.encode(KadMessage.findNode(Bytes.utf8("abc"))).toHex())
        .isEqualTo("08041203616263");
  }

  @Test
  void readsAMessageOfGoWithClusterLevelAndConnectionType() {
    String peer = "0a22" + ONE.id().encode().toHex() + "1208" + "043c0001010" + "60fa1" + "1801";
    KadMessage read = KadWire.decode(Bytes.hex("0804" + "42" + "30" + peer + "5001"));

    assertThat(read.type()).isEqualTo(KadMessage.Type.FIND_NODE);
    assertThat(read.closer())
        .containsExactly(
            new PeerInfo(ONE.id(), List.of(Multiaddr.parse("/ip4/60.0.1.1/tcp/4001"))));
  }

  @ParameterizedTest
  @EnumSource(KadMessage.Type.class)
  void agreesWithTheGeneratedCodecInBothDirections(KadMessage.Type type)
      throws InvalidProtocolBufferException {
    KadMessage message =
        new KadMessage(
            type,
            Bytes.utf8("/ipns/some key"),
            Optional.of(
                new KadMessage.Value(
                    Bytes.utf8("/ipns/some key"), Bytes.utf8("value"), "2026-11-21T05:00:00Z")),
            List.of(ONE, TWO),
            List.of(TWO));

    Message generated = Message.parseFrom(KadWire.encode(message).toArray());

    assertThat(generated.getTypeValue()).isEqualTo(type.wire());
    assertThat(generated.getRecord().getTimeReceived()).isEqualTo("2026-11-21T05:00:00Z");
    assertThat(generated.getCloserPeersCount()).isEqualTo(2);
    assertThat(KadWire.decode(Bytes.wrap(generated.toByteArray()))).isEqualTo(message);
  }

  @Test
  void dropsAnAddressThatIsNotUnderstoodAndKeepsThePeer() {
    Message.Peer peer =
        wirePeer(ONE).toBuilder()
            .addAddrs(ByteString.copyFrom(new byte[] {(byte) 0xff, 0x7f, 1}))
            .build();

    assertThat(decode(Message.newBuilder().addCloserPeers(peer)).closer()).containsExactly(ONE);
  }

  @Test
  void dropsAPeerWhoseIdIsNoneAndKeepsTheOthers() {
    Message.Peer bad = Message.Peer.newBuilder().setId(ByteString.copyFromUtf8("peer")).build();

    assertThat(
            decode(Message.newBuilder().addCloserPeers(bad).addCloserPeers(wirePeer(TWO))).closer())
        .containsExactly(TWO);
  }

  @Test
  void takesTheClosingPeerIdOffAddresses() {
    Message.Peer peer =
        Message.Peer.newBuilder()
            .setId(ByteString.copyFrom(ONE.id().encode().toArray()))
            .addAddrs(
                ByteString.copyFrom(
                    ONE.addresses().getFirst().withPeer(ONE.id()).encode().toArray()))
            .build();

    assertThat(decode(Message.newBuilder().addCloserPeers(peer)).closer()).containsExactly(ONE);
  }

  @Test
  void believesNoMoreThanTwiceKPeersOfOneResponse() {
    Message.Builder message = Message.newBuilder();
    IntStream.rangeClosed(1, KadWire.MAX_CLOSER + 1)
        .forEach(i -> message.addCloserPeers(wirePeer(TestPeers.info(i))));

    assertThat(decode(message).closer()).hasSize(KadWire.MAX_CLOSER);
  }

  @Test
  void keepsNoMoreThanTheLimitOfAddresses() {
    Message.Peer.Builder peer =
        Message.Peer.newBuilder().setId(ByteString.copyFrom(ONE.id().encode().toArray()));
    IntStream.rangeClosed(0, KadWire.MAX_ADDRESSES)
        .forEach(i -> peer.addAddrs(ByteString.copyFrom(TestPeers.address(i).encode().toArray())));

    assertThat(decode(Message.newBuilder().addCloserPeers(peer)).closer().getFirst().addresses())
        .hasSize(KadWire.MAX_ADDRESSES);
  }

  @Test
  void dropsAPeerRecordOfMoreThanEightKibibytes() {
    Message.Peer large =
        wirePeer(ONE).toBuilder().addAddrs(ByteString.copyFrom(new byte[KadWire.MAX_PEER])).build();

    assertThat(
            decode(Message.newBuilder().addCloserPeers(large).addCloserPeers(wirePeer(TWO)))
                .closer())
        .containsExactly(TWO);
  }

  @Test
  void takesAPeerRecordAtTheLimitAndDropsOneAByteLonger() {
    int around = wirePeer(ONE).toBuilder().addAddrs(filler(1_000)).build().getSerializedSize();
    int fill = KadWire.MAX_PEER - (around - 1_000);
    Message.Peer most = wirePeer(ONE).toBuilder().addAddrs(filler(fill)).build();
    Message.Peer over = wirePeer(TWO).toBuilder().addAddrs(filler(fill + 1)).build();
    assertThat(most.getSerializedSize()).isEqualTo(KadWire.MAX_PEER);

    assertThat(decode(Message.newBuilder().addCloserPeers(most).addCloserPeers(over)).closer())
        .containsExactly(ONE);
  }

  private static ByteString filler(int length) {
    return ByteString.copyFrom(new byte[length]);
  }

  @Test
  void takesKeysUpToTheLimitOnly() {
    assertThat(decode(keyed(KadWire.MAX_KEY)).key().length()).isEqualTo(KadWire.MAX_KEY);
    assertThatThrownBy(() -> decode(keyed(KadWire.MAX_KEY + 1)))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.code()).isEqualTo(WireException.Code.TOO_LARGE));
  }

  @Test
  void takesValuesUpToTheLimitOnly() {
    assertThat(decode(valued(KadWire.MAX_VALUE)).record()).isPresent();
    assertThatThrownBy(() -> decode(valued(KadWire.MAX_VALUE + 1)))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.code()).isEqualTo(WireException.Code.TOO_LARGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08", // a number is cut off
        "0806", // no such type
        "08ffffffffffffffffff7f", // a number of more than 64 bits
        "1203616", // (odd digits are cut below) bytes cut off
        "120561", // length past the end
        "12ffffffffffffffff7f", // a length no array has
        "0b", // a group
        "00", // field 0
        "1a021203", // record with a value cut off
        "42030a2212", // peer with an ID cut off
      })
  void refusesWhatIsNoMessage(String hex) {
    Bytes message = Bytes.hex(hex.length() % 2 == 0 ? hex : hex.substring(0, hex.length() - 1));

    assertThatThrownBy(() -> KadWire.decode(message))
        .isInstanceOfSatisfying(
            WireException.class,
            e -> {
              assertThat(e.code()).isEqualTo(WireException.Code.MALFORMED);
              assertThat(e.scope()).isEqualTo(WireException.Scope.STREAM);
            });
  }

  @Test
  void trimsAddressesSoThatAnEntryStaysWithinItsLimit() {
    PeerInfo many =
        new PeerInfo(ONE.id(), IntStream.range(0, 200).mapToObj(TestPeers::address).toList());

    Bytes wire = KadWire.encode(many, KadWire.MAX_PEER_SENT);

    assertThat(wire.length()).isBetween(KadWire.MAX_PEER_SENT - 20, KadWire.MAX_PEER_SENT);
  }

  @Test
  void holdsTwentyLargestEntriesAndTheLongestKeyInOneReply() {
    int size = 2 + ProtoWriter.sizeOf(KadWire.MAX_KEY);
    size += 21 * ProtoWriter.sizeOf(KadWire.MAX_PEER_SENT);

    assertThat(size).isLessThanOrEqualTo(KadWire.MAX_REPLY);
  }

  static Message.Peer wirePeer(PeerInfo peer) {
    Message.Peer.Builder wire =
        Message.Peer.newBuilder().setId(ByteString.copyFrom(peer.id().encode().toArray()));
    peer.addresses().forEach(a -> wire.addAddrs(ByteString.copyFrom(a.encode().toArray())));
    return wire.build();
  }

  private static Message.Builder keyed(int length) {
    return Message.newBuilder()
        .setType(Message.MessageType.FIND_NODE)
        .setKey(ByteString.copyFrom(new byte[length]));
  }

  private static Message.Builder valued(int length) {
    return Message.newBuilder()
        .setRecord(Record.newBuilder().setValue(ByteString.copyFrom(new byte[length])));
  }

  private static KadMessage decode(Message.Builder message) {
    return KadWire.decode(Bytes.wrap(message.build().toByteArray()));
  }
}
