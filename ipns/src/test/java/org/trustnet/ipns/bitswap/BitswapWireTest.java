package org.trustnet.ipns.bitswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.rpc.MessageStream;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Varint;
import org.trustnet.schemas.bitswap.Message;

class BitswapWireTest {
  private static final Block BLOCK = Block.hashing(1, Cid.RAW, Bytes.utf8("hello"));

  @Test
  void readsBackWhatItWrites() {
    BitswapMessage message =
        new BitswapMessage(
            List.of(
                Want.block(BLOCK.cid()),
                Want.cancel(Block.hashing(0, Cid.DAG_PB, Bytes.utf8("x")).cid())),
            BitswapMessage.Scope.FULL,
            List.of(BLOCK),
            List.of(BLOCK.cid()),
            List.of(Block.hashing(1, Cid.RAW, Bytes.utf8("y")).cid()));

    assertThat(BitswapWire.decode(BitswapWire.encode(message))).isEqualTo(message);
  }

  /** Bytes worked out by hand from the specification's message definition. */
  @Test
  void writesTheBytesOfTheSpecification() {
    Bytes cid = BLOCK.cid().encode();
    BitswapMessage message =
        new BitswapMessage(
            List.of(Want.have(BLOCK.cid())),
            BitswapMessage.Scope.CHANGE,
            List.of(),
            List.of(),
            List.of());

    assertThat(BitswapWire.encode(message).toHex())
        .isEqualTo("0a2e" + "0a2c" + "0a24" + cid.toHex() + "1001" + "2001" + "2801");
  }

  @Test
  void namesABlockByItsOwnHashWhateverTheSenderMeant() {
    Message lie =
        Message.newBuilder()
            .addPayload(
                Message.Block.newBuilder()
                    .setPrefix(ByteString.copyFrom(Bytes.hex("01551220").toArray()))
                    .setData(ByteString.copyFromUtf8("other")))
            .build();

    assertThat(BitswapWire.decode(Bytes.wrap(lie.toByteArray())).blocks())
        .containsExactly(Block.hashing(1, Cid.RAW, Bytes.utf8("other")));
  }

  @Test
  void leavesOutWhatIsMalformedWithinAMessage() {
    Message odd =
        Message.newBuilder()
            .setWantlist(
                Message.Wantlist.newBuilder()
                    .addEntries(
                        Message.Wantlist.Entry.newBuilder().setBlock(ByteString.copyFromUtf8("?")))
                    .addEntries(
                        Message.Wantlist.Entry.newBuilder()
                            .setBlock(ByteString.copyFrom(BLOCK.cid().encode().toArray()))))
            .addPayload(Message.Block.newBuilder().setPrefix(ByteString.copyFromUtf8("bad")))
            .addPayload(
                Message.Block.newBuilder()
                    .setPrefix(ByteString.copyFrom(Bytes.hex("0155d50110").toArray()))
                    .setData(ByteString.copyFromUtf8("hashed with md5")))
            .build();
    BitswapMessage read = BitswapWire.decode(Bytes.wrap(odd.toByteArray()));

    assertThat(read.wants()).hasSize(1);
    assertThat(read.blocks()).isEmpty();
    assertThat(read.refusedBlocks()).isEqualTo(2);
  }

  @Test
  void takesTheLargestBlockAndCountsOneThatIsAByteLonger() {
    ByteString prefix = ByteString.copyFrom(Bytes.hex("01551220").toArray());
    Message.Builder message = Message.newBuilder();
    for (int length : new int[] {Block.MAX_BYTES, Block.MAX_BYTES + 1}) {
      ByteString data = ByteString.copyFrom(new byte[length]);
      message.addPayload(Message.Block.newBuilder().setPrefix(prefix).setData(data));
      message.addBlocks(data);
    }
    BitswapMessage read = BitswapWire.decode(Bytes.wrap(message.build().toByteArray()));

    assertThat(read.blocks()).extracting(b -> b.data().length()).containsOnly(Block.MAX_BYTES);
    assertThat(read.blocks()).hasSize(2);
    assertThat(read.refusedBlocks()).isEqualTo(2);
  }

  @Test
  void refusesWhatIsNoMessage() {
    assertThatThrownBy(() -> BitswapWire.decode(Bytes.hex("ffff")))
        .isInstanceOf(WireException.class);
  }

  /** A message of so many elements, each of them as short as it can be. */
  private static Bytes repeated(String element, int count) {
    return Bytes.hex(element.repeat(count));
  }

  private static Bytes wantlist(String entries) {
    int length = entries.length() / 2;
    return Bytes.concat(Bytes.hex("0a"), Varint.encode(length), Bytes.hex(entries));
  }

  @Test
  void readsAsManyEntriesAsTheLimitAndRefusesOneMore() {
    String entry = "0a26" + "0a24" + BLOCK.cid().encode().toHex();
    int most = BitswapWire.MAX_ENTRIES;

    assertThat(BitswapWire.decode(wantlist(entry.repeat(most))).wants()).hasSize(most);
    Bytes tooMany = wantlist(entry.repeat(most + 1));
    assertThatThrownBy(() -> BitswapWire.decode(tooMany)).isInstanceOf(WireException.class);
    Bytes inTwo = Bytes.concat(wantlist(entry.repeat(most)), wantlist(entry));
    assertThatThrownBy(() -> BitswapWire.decode(inTwo)).isInstanceOf(WireException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1200", "1a00"})
  void readsAsManyBlocksAsTheLimitAndRefusesOneMore(String block) {
    int most = BitswapWire.MAX_BLOCKS;
    BitswapMessage read = BitswapWire.decode(repeated(block, most));

    assertThat(read.blocks().size() + read.refusedBlocks()).isEqualTo(most);
    assertThatThrownBy(() -> BitswapWire.decode(repeated(block, most + 1)))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("blocks");
  }

  @Test
  void readsAsManyAnswersAsTheLimitAndRefusesOneMore() {
    String answer = "2226" + "0a24" + BLOCK.cid().encode().toHex();
    int most = BitswapWire.MAX_ANSWERS;

    assertThat(BitswapWire.decode(repeated(answer, most)).have()).hasSize(most);
    assertThatThrownBy(() -> BitswapWire.decode(repeated(answer, most + 1)))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("answers");
  }

  @Test
  void keepsNothingOfWhatTheSpecificationDoesNotName() {
    assertThat(BitswapWire.decode(repeated("7a00", 1_000_000)).isEmpty()).isTrue();
  }

  @Test
  void countsTheEntriesOfAllWantlistsOfAMessage() {
    Bytes half = Bytes.concat(Collections.nCopies(2_048, Bytes.hex("0a00")).toArray(Bytes[]::new));
    Bytes list = Bytes.concat(Bytes.hex("0a8020"), half);

    assertThat(BitswapWire.decode(Bytes.concat(list, list)).wants()).isEmpty();
    assertTooLarge(Bytes.concat(list, list, Bytes.hex("0a020a00")));
  }

  private static void assertTooLarge(Bytes message) {
    assertThatThrownBy(() -> BitswapWire.decode(message))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.code()).isEqualTo(WireException.Code.TOO_LARGE));
  }

  @Test
  void aPeerHasRoomForTwoOfTheLongestMessagesAndAllTogetherForEight() {
    Inflow inflow = new Inflow();
    List<MessageStream.Room> rooms =
        IntStream.range(0, 4).mapToObj(n -> inflow.of(peer(n))).toList();
    for (MessageStream.Room room : rooms) {
      assertThat(room.take(Inflow.PER_PEER)).isTrue();
      assertThat(room.take(1)).isFalse();
    }

    assertThat(inflow.of(peer(4)).take(1)).isFalse();
    rooms.forEach(room -> room.give(Inflow.PER_PEER));
    assertThat(inflow.of(peer(4)).take(1)).isTrue();
    assertThat(inflow.peers()).isEqualTo(1);
  }

  private static PeerId peer(int n) {
    return PeerId.of(Multihash.sha256(Bytes.utf8("peer " + n)));
  }
}
