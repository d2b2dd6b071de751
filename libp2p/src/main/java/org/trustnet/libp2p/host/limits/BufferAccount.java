package org.trustnet.libp2p.host.limits;

import org.trustnet.libp2p.muxer.MemoryAccount;

/**
 * What one peer keeps in our memory, over all its connections, as a part of what all peers keep.
 * The last quarter of that is for peers that keep little, so that a few greedy ones cost the others
 * nothing. Safe on any thread.
 */
public final class BufferAccount implements MemoryAccount {
  /** A peer that keeps no more than this may use the last quarter of the memory, in bytes. */
  public static final int LITTLE_BYTES = 64 * 1024;

  private final MemoryBudget all;
  private final MemoryBudget own;

  BufferAccount(MemoryBudget all, long perPeer) {
    this.all = all;
    this.own = new MemoryBudget(perPeer);
  }

  @Override
  public boolean reserve(int bytes) {
    if (!own.reserve(bytes)) {
      return false;
    }
    long most = own.used() <= LITTLE_BYTES ? all.limit() : all.limit() - all.limit() / 4;
    if (all.reserve(bytes, most)) {
      return true;
    }
    own.release(bytes);
    return false;
  }

  @Override
  public void release(int bytes) {
    own.release(bytes);
    all.release(bytes);
  }

  /** Bytes that the peer keeps now. */
  public long used() {
    return own.used();
  }
}
