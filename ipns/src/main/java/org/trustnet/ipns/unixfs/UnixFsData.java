package org.trustnet.ipns.unixfs;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;

/**
 * The UnixFS message inside a dag-pb node, ipfs/specs unixfs.md. Mode and modification time are
 * skipped: nothing here shows them.
 *
 * @param kind what the node is
 * @param data a file's bytes, a symlink's target, or the bit field of a shard
 * @param fileSize total bytes of the file below and in this node, where given
 * @param blockSizes bytes of the file below each link; none is negative
 * @param hashType multicodec of a shard's hash function; 0 if absent
 * @param fanout entries of a shard; 0 if absent
 */
public record UnixFsData(
    Kind kind,
    Bytes data,
    OptionalLong fileSize,
    List<Long> blockSizes,
    long hashType,
    long fanout) {
  /** The node types, with their wire numbers. */
  public enum Kind {
    RAW(0),
    DIRECTORY(1),
    FILE(2),
    METADATA(3),
    SYMLINK(4),
    HAMT_SHARD(5);

    private final int wire;

    Kind(int wire) {
      this.wire = wire;
    }

    private static Kind ofWire(long number) throws MalformedNodeException {
      for (Kind kind : values()) {
        if (kind.wire == number) {
          return kind;
        }
      }
      throw new MalformedNodeException("UnixFS type " + Long.toUnsignedString(number));
    }
  }

  private static final int TYPE = 1;
  private static final int DATA = 2;
  private static final int FILE_SIZE = 3;
  private static final int BLOCK_SIZES = 4;
  private static final int HASH_TYPE = 5;
  private static final int FANOUT = 6;

  public UnixFsData {
    blockSizes = List.copyOf(blockSizes);
  }

  static UnixFsData directory() {
    return new UnixFsData(Kind.DIRECTORY, Bytes.empty(), OptionalLong.empty(), List.of(), 0, 0);
  }

  static UnixFsData symlink(Bytes target) {
    return new UnixFsData(Kind.SYMLINK, target, OptionalLong.empty(), List.of(), 0, 0);
  }

  /** A file's node with bytes of its own, with children, or (the empty file) with neither. */
  static UnixFsData file(Bytes data, List<Long> blockSizes) {
    long size = data.length();
    for (long blockSize : blockSizes) {
      size = Math.addExact(size, blockSize);
    }
    return new UnixFsData(Kind.FILE, data, OptionalLong.of(size), blockSizes, 0, 0);
  }

  /**
   * Reads the message; unknown fields are skipped, of a repeated one the last counts.
   *
   * @throws MalformedNodeException if it is not one, or a size is negative
   */
  public static UnixFsData decode(Bytes message) throws MalformedNodeException {
    Builder builder = new Builder();
    ProtoCursor cursor = new ProtoCursor(message);
    while (cursor.next()) {
      builder.field(cursor);
    }
    return builder.build();
  }

  /** The bytes as Kubo writes them: fields in order, absent ones left out. */
  public Bytes encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProtoCursor.writeNumber(out, TYPE, kind.wire);
    if (!data.isEmpty()) {
      ProtoCursor.writeBytes(out, DATA, data);
    }
    fileSize.ifPresent(size -> ProtoCursor.writeNumber(out, FILE_SIZE, size));
    blockSizes.forEach(size -> ProtoCursor.writeNumber(out, BLOCK_SIZES, size));
    if (kind == Kind.HAMT_SHARD) {
      ProtoCursor.writeNumber(out, HASH_TYPE, hashType);
      ProtoCursor.writeNumber(out, FANOUT, fanout);
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static final class Builder {
    private @Nullable Kind kind;
    private Bytes data = Bytes.empty();
    private OptionalLong fileSize = OptionalLong.empty();
    private final List<Long> blockSizes = new ArrayList<>();
    private long hashType;
    private long fanout;

    void field(ProtoCursor cursor) throws MalformedNodeException {
      switch (cursor.field()) {
        case TYPE -> kind = Kind.ofWire(number(cursor));
        case DATA -> {
          cursor.expect(ProtoCursor.LENGTH_DELIMITED);
          data = cursor.bytes();
        }
        case FILE_SIZE -> fileSize = OptionalLong.of(size(number(cursor)));
        case BLOCK_SIZES -> blockSizes(cursor);
        case HASH_TYPE -> hashType = number(cursor);
        case FANOUT -> fanout = number(cursor);
        default -> cursor.skip();
      }
    }

    private static long number(ProtoCursor cursor) throws MalformedNodeException {
      cursor.expect(ProtoCursor.VARINT);
      return cursor.varint();
    }

    private static long size(long value) throws MalformedNodeException {
      if (value < 0) {
        throw new MalformedNodeException("size " + Long.toUnsignedString(value));
      }
      return value;
    }

    /** One number a field, or packed. */
    private void blockSizes(ProtoCursor cursor) throws MalformedNodeException {
      if (!cursor.is(ProtoCursor.LENGTH_DELIMITED)) {
        blockSize(number(cursor));
        return;
      }
      ProtoCursor packed = new ProtoCursor(cursor.bytes());
      while (!packed.atEnd()) {
        blockSize(packed.varint());
      }
    }

    private void blockSize(long value) throws MalformedNodeException {
      if (blockSizes.size() == PbNode.MAX_LINKS) {
        throw new MalformedNodeException("more than " + PbNode.MAX_LINKS + " block sizes");
      }
      blockSizes.add(size(value));
    }

    UnixFsData build() throws MalformedNodeException {
      if (kind == null) {
        throw new MalformedNodeException("UnixFS data without a type");
      }
      return new UnixFsData(kind, data, fileSize, blockSizes, hashType, fanout);
    }
  }
}
