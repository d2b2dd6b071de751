package org.trustnet.trustdb.entries;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.schemas.trustdb.Time;

/** Values that several rows have. */
final class Rows {
  private Rows() {}

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
    return Bytes.wrap(
        java.nio.ByteBuffer.allocate(Long.BYTES).putLong(number ^ Long.MIN_VALUE).array());
  }

  static long fromOrdered(Bytes key) {
    return key.asByteBuffer().getLong() ^ Long.MIN_VALUE;
  }
}
