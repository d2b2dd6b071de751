package org.trustnet.ipns.bitswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
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
  }

  @Test
  void refusesWhatIsNoMessage() {
    assertThatThrownBy(() -> BitswapWire.decode(Bytes.hex("ffff")))
        .isInstanceOf(WireException.class);
  }

  @Test
  void readsAsManyEntriesAsTheLimitAndRefusesOneMore() {
    Message.Wantlist.Entry entry =
        Message.Wantlist.Entry.newBuilder()
            .setBlock(ByteString.copyFrom(BLOCK.cid().encode().toArray()))
            .build();
    Message.Wantlist.Builder list = Message.Wantlist.newBuilder();
    for (int i = 0; i < BitswapWire.MAX_ENTRIES; i++) {
      list.addEntries(entry);
    }
    Bytes most = Bytes.wrap(Message.newBuilder().setWantlist(list).build().toByteArray());
    Bytes tooMany =
        Bytes.wrap(Message.newBuilder().setWantlist(list.addEntries(entry)).build().toByteArray());

    assertThat(BitswapWire.decode(most).wants()).hasSize(BitswapWire.MAX_ENTRIES);
    assertThatThrownBy(() -> BitswapWire.decode(tooMany)).isInstanceOf(WireException.class);
  }
}
