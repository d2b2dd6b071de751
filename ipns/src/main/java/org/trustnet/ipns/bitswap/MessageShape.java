package org.trustnet.ipns.bitswap;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.multiformats.Bytes;
import org.trustnet.schemas.bitswap.Message;

/**
 * How many elements a message has, counted without making one: a message of nothing but empty
 * elements would take thirty times its length in memory.
 *
 * @param entries of the wantlist
 * @param blocks of both kinds
 * @param answers HAVE and DONT_HAVE
 */
record MessageShape(int entries, int blocks, int answers) {
  /**
   * Counts the elements.
   *
   * @throws IOException if the bytes are no protobuf
   */
  static MessageShape of(Bytes message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message.asByteBuffer());
    int entries = 0;
    int blocks = 0;
    int answers = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Message.WANTLIST_FIELD_NUMBER -> {
          entries += entries(in, tag);
          continue;
        }
        case Message.BLOCKS_FIELD_NUMBER, Message.PAYLOAD_FIELD_NUMBER -> blocks++;
        case Message.BLOCK_PRESENCES_FIELD_NUMBER -> answers++;
        default -> {}
      }
      in.skipField(tag);
    }
    return new MessageShape(entries, blocks, answers);
  }

  /** Steps over one wantlist; several of a message are one. */
  private static int entries(CodedInputStream in, int wantlist) throws IOException {
    if (WireFormat.getTagWireType(wantlist) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      in.skipField(wantlist);
      return 0;
    }
    int outer = in.pushLimit(in.readRawVarint32());
    int entries = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == Message.Wantlist.ENTRIES_FIELD_NUMBER) {
        entries++;
      }
      in.skipField(tag);
    }
    in.popLimit(outer);
    return entries;
  }

  /**
   * Refuses what is over {@link BitswapWire}'s limits.
   *
   * @throws WireException if it is
   */
  void check() {
    check(entries, BitswapWire.MAX_ENTRIES, "wants");
    check(blocks, BitswapWire.MAX_BLOCKS, "blocks");
    check(answers, BitswapWire.MAX_ANSWERS, "answers");
  }

  private static void check(int count, int most, String what) {
    if (count > most) {
      throw WireException.stream(Code.TOO_LARGE, "more than " + most + ' ' + what);
    }
  }
}
