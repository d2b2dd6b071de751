package org.trustnet.libp2p.host.limits;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may wait in memory, of one peer or of all. Safe on any thread. */
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /**
   * Takes {@code bytes}, which must be given back with {@link #release}; false if too few are left.
   */
  public boolean reserve(long bytes) {
    return reserve(bytes, limit);
  }

  /** The same, as long as no more than {@code most} are taken then. */
  boolean reserve(long bytes, long most) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a negative number of bytes");
    }
    long before = used.get();
    while (bytes <= most - before) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  public void release(long bytes) {
    if (used.addAndGet(-bytes) < 0) {
      throw new IllegalStateException("more bytes released than reserved");
    }
  }

  public long used() {
    return used.get();
  }

  public long limit() {
    return limit;
  }
}
