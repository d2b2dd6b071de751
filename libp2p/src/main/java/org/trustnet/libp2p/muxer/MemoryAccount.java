package org.trustnet.libp2p.muxer;

/**
 * Counts the bytes that a peer makes us keep: what arrived and was not dealt with, and what waits
 * to be sent. Safe on any thread.
 */
public interface MemoryAccount {
  /** Counts nothing and refuses nothing: for connections without a host. */
  MemoryAccount UNLIMITED =
      new MemoryAccount() {
        @Override
        public boolean reserve(int bytes) {
          return true;
        }

        @Override
        public void release(int bytes) {}
      };

  /**
   * Takes {@code bytes}, which are given back with {@link #release}.
   *
   * @return false, taking nothing, if too few are left: what they are for must be given up
   */
  boolean reserve(int bytes);

  void release(int bytes);
}
