package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers in order, and how many bytes they have. Owns them. Holds nothing but itself while empty,
 * and no list while there is one. Its bound is its user's.
 */
final class PendingBytes {
  private @Nullable ByteBuf first;
  private @Nullable ArrayDeque<ByteBuf> rest;
  private int bytes;

  int bytes() {
    return bytes;
  }

  /** Takes {@code data} over. */
  void add(ByteBuf data) {
    if (!data.isReadable()) {
      data.release();
      return;
    }
    bytes += data.readableBytes();
    if (first == null) {
      first = data;
      return;
    }
    if (rest == null) {
      rest = new ArrayDeque<>(4);
    }
    rest.add(data);
  }

  /**
   * The first bytes, at least one and at most {@code limit}, handed over; null if there are none.
   */
  @Nullable ByteBuf take(int limit) {
    ByteBuf head = first;
    if (head == null) {
      return null;
    }
    if (head.readableBytes() > limit) {
      bytes -= limit;
      return head.readRetainedSlice(limit);
    }
    bytes -= head.readableBytes();
    first = rest == null ? null : rest.poll();
    if (rest != null && rest.isEmpty()) {
      rest = null;
    }
    return head;
  }

  void release() {
    for (ByteBuf data = take(Integer.MAX_VALUE); data != null; data = take(Integer.MAX_VALUE)) {
      data.release();
    }
  }
}
