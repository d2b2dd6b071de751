package org.trustnet.ipns.bitswap;

import com.google.protobuf.ByteString;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.multiformats.ByteReader;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Varint;
import org.trustnet.schemas.bitswap.Message;
import org.trustnet.schemas.bitswap.Message.Wantlist;

/**
 * Bytes to messages and back. A malformed entry, block or answer is left out; a message that is no
 * protobuf, or over a limit, is refused.
 */
final class BitswapWire {
  /** Longest message, in bytes: two of the largest blocks, as boxo. */
  static final int MAX_MESSAGE = 4 << 20;

  /** Most wantlist entries read from one message; the specification's servers hold 1,024. */
  static final int MAX_ENTRIES = 4_096;

  /** Most answers HAVE and DONT_HAVE read from one message: one for each want. */
  static final int MAX_ANSWERS = MAX_ENTRIES;

  /** Most blocks read from one message: one for each want. */
  static final int MAX_BLOCKS = MAX_ENTRIES;

  /** Keeps nothing that the specification does not name, which a message could be full of. */
  private static final Parser<Message> PARSER = DiscardUnknownFieldsParser.wrap(Message.parser());

  private BitswapWire() {}

  /**
   * Reads one message.
   *
   * @throws WireException if it is no message or over a limit
   */
  static BitswapMessage decode(Bytes bytes) {
    Message message;
    try {
      MessageShape.of(bytes).check();
      message = PARSER.parseFrom(bytes.asByteBuffer());
    } catch (IOException e) {
      throw WireException.stream(Code.MALFORMED, "not a Bitswap message");
    }
    List<Cid> have = new ArrayList<>();
    List<Cid> dontHave = new ArrayList<>();
    for (Message.BlockPresence presence : message.getBlockPresencesList()) {
      List<Cid> list =
          switch (presence.getType()) {
            case Have -> have;
            case DontHave -> dontHave;
            case UNRECOGNIZED -> new ArrayList<>();
          };
      cid(presence.getCid()).ifPresent(list::add);
    }
    List<Block> blocks = blocks(message);
    return new BitswapMessage(
        wants(message.getWantlist()),
        message.getWantlist().getFull() ? BitswapMessage.Scope.FULL : BitswapMessage.Scope.CHANGE,
        blocks,
        have,
        dontHave,
        message.getPayloadCount() + message.getBlocksCount() - blocks.size());
  }

  private static List<Want> wants(Wantlist list) {
    List<Want> wants = new ArrayList<>(list.getEntriesCount());
    for (Wantlist.Entry entry : list.getEntriesList()) {
      Want.Kind kind =
          entry.getCancel()
              ? Want.Kind.CANCEL
              : entry.getWantType() == Wantlist.WantType.Have ? Want.Kind.HAVE : Want.Kind.BLOCK;
      Want.Absence absence = entry.getSendDontHave() ? Want.Absence.TOLD : Want.Absence.SILENT;
      cid(entry.getBlock())
          .ifPresent(cid -> wants.add(new Want(cid, entry.getPriority(), kind, absence)));
    }
    return wants;
  }

  private static List<Block> blocks(Message message) {
    List<Block> blocks = new ArrayList<>();
    for (Message.Block block : message.getPayloadList()) {
      block(block).ifPresent(blocks::add);
    }
    for (ByteString data : message.getBlocksList()) {
      if (data.size() <= Block.MAX_BYTES) {
        blocks.add(Block.hashing(0, Cid.DAG_PB, Bytes.wrap(data.toByteArray())));
      }
    }
    return blocks;
  }

  /** The block under the CID that its prefix and its own hash make. */
  private static Optional<Block> block(Message.Block block) {
    try {
      ByteReader prefix = new ByteReader(Bytes.wrap(block.getPrefix().toByteArray()));
      long version = prefix.uvarint();
      long codec = prefix.uvarint();
      long function = prefix.uvarint();
      long length = prefix.uvarint();
      if (block.getData().size() > Block.MAX_BYTES || version > 1) {
        return Optional.empty();
      }
      Bytes data = Bytes.wrap(block.getData().toByteArray());
      return Block.hashing((int) version, codec, function, length, data);
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Cid> cid(ByteString raw) {
    try {
      return raw.size() > Cid.MAX_BYTES
          ? Optional.empty()
          : Optional.of(Cid.decode(Bytes.wrap(raw.toByteArray())));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  static Bytes encode(BitswapMessage message) {
    Message.Builder builder = Message.newBuilder();
    Wantlist.Builder wantlist =
        Wantlist.newBuilder().setFull(message.scope() == BitswapMessage.Scope.FULL);
    message.wants().forEach(want -> wantlist.addEntries(entry(want)));
    builder.setWantlist(wantlist);
    for (Block block : message.blocks()) {
      builder.addPayload(
          Message.Block.newBuilder()
              .setPrefix(raw(prefix(block.cid())))
              .setData(UnsafeByteOperations.unsafeWrap(block.data().asByteBuffer())));
    }
    message.have().forEach(cid -> builder.addBlockPresences(presence(cid, true)));
    message.dontHave().forEach(cid -> builder.addBlockPresences(presence(cid, false)));
    return Bytes.wrap(builder.build().toByteArray());
  }

  private static Wantlist.Entry entry(Want want) {
    return Wantlist.Entry.newBuilder()
        .setBlock(raw(want.cid().encode()))
        .setPriority(want.priority())
        .setCancel(want.kind() == Want.Kind.CANCEL)
        .setWantType(
            want.kind() == Want.Kind.HAVE ? Wantlist.WantType.Have : Wantlist.WantType.Block)
        .setSendDontHave(want.absence() == Want.Absence.TOLD)
        .build();
  }

  private static Message.BlockPresence presence(Cid cid, boolean there) {
    return Message.BlockPresence.newBuilder()
        .setCid(raw(cid.encode()))
        .setType(there ? Message.BlockPresenceType.Have : Message.BlockPresenceType.DontHave)
        .build();
  }

  private static Bytes prefix(Cid cid) {
    return Bytes.concat(
        Varint.encode(cid.version()),
        Varint.encode(cid.codec()),
        Varint.encode(cid.hash().code()),
        Varint.encode(cid.hash().digest().length()));
  }

  private static ByteString raw(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }
}
