package org.trustnet.trustdb.entries;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.schemas.trustdb.Time;
import org.trustnet.trustdb.DatabaseException;
import org.trustnet.trustdb.DatabaseException.Kind;

/** How rows are read, and values that several of them have. */
final class Rows {
  /** Reads one row's bytes. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Bytes bytes) throws InvalidProtocolBufferException;
  }

  private Rows() {}

  /** What {@code reader} makes of a row; the database is damaged if it cannot. */
  static <T> T read(Reader<T> reader, Bytes row) {
    try {
      return reader.read(row);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      throw new DatabaseException(
          Kind.DAMAGED,
          "a row of the trust database cannot be read ("
              + e.getMessage()
              + "): restore a backup; to move the db folder away and start anew gives up all"
              + " entries, blocks and floors, which keep lists from being rolled back");
    }
  }

  static Time time(Instant instant) {
    return Time.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Instant instant(Time time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Time time(Duration duration) {
    return Time.newBuilder().setSeconds(duration.getSeconds()).setNanos(duration.getNano()).build();
  }

  static Duration duration(Time time) {
    return Duration.ofSeconds(time.getSeconds(), time.getNanos());
  }

  static ByteString raw(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }

  static Bytes bytes(ByteString raw) {
    return Bytes.wrap(raw.toByteArray());
  }

  static PeerId peer(ByteString raw) {
    return PeerId.decode(bytes(raw));
  }

  /** {@code number} as 8 bytes, big-endian, with negative numbers first. */
  static Bytes ordered(long number) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number ^ Long.MIN_VALUE).array());
  }

  static long fromOrdered(Bytes key) {
    return key.asByteBuffer().getLong() ^ Long.MIN_VALUE;
  }
}
