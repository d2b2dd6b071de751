package org.trustnet.libp2p.node;

import io.netty.buffer.ByteBuf;

/**
 * Bytes on their way from the event loop to a reader, copied out of the network buffer: whoever
 * forgets the stream leaks nothing. Holds no storage while it is empty. Guarded by its owner.
 */
final class Mailbox {
  private static final int FIRST_BYTES = 512;
  private static final byte[] NONE = new byte[0];

  private final int capacity;
  private byte[] ring = NONE;
  private int start;
  private int size;

  /** At most {@code capacity} bytes wait. */
  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return size;
  }

  /**
   * Takes what {@code data} holds; false, taking nothing, if that is more than there is room for.
   */
  boolean put(ByteBuf data) {
    int count = data.readableBytes();
    if (count > capacity - size) {
      return false;
    }
    reserve(size + count);
    int end = (start + size) % Math.max(1, ring.length);
    int first = Math.min(count, ring.length - end);
    data.readBytes(ring, end, first);
    data.readBytes(ring, 0, count - first);
    size += count;
    return true;
  }

  /** Moves up to {@code length} bytes into {@code target}; returns how many. */
  int take(byte[] target, int offset, int length) {
    int count = Math.min(length, size);
    int first = Math.min(count, ring.length - start);
    System.arraycopy(ring, start, target, offset, first);
    System.arraycopy(ring, 0, target, offset + first, count - first);
    size -= count;
    if (size == 0) {
      clear();
    } else {
      start = (start + count) % ring.length;
    }
    return count;
  }

  void clear() {
    ring = NONE;
    start = 0;
    size = 0;
  }

  private void reserve(int needed) {
    if (needed <= ring.length) {
      return;
    }
    int length = Math.min(capacity, Math.max(FIRST_BYTES, Integer.highestOneBit(needed - 1) * 2));
    byte[] larger = new byte[Math.max(length, needed)];
    int first = Math.min(size, ring.length - start);
    System.arraycopy(ring, start, larger, 0, first);
    System.arraycopy(ring, 0, larger, first, size - first);
    ring = larger;
    start = 0;
  }
}
