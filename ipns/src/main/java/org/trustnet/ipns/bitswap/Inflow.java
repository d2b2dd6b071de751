package org.trustnet.ipns.bitswap;

import java.util.HashMap;
import java.util.Map;
import org.trustnet.libp2p.rpc.MessageStream;
import org.trustnet.multiformats.PeerId;

/**
 * The memory that messages take while they arrive and are read, of all peers together and of each:
 * else a few streams with a long message each would fill the heap. Safe on any thread.
 */
final class Inflow {
  /** Bytes of messages that arrive at once, of all peers: eight of the longest. */
  static final int TOTAL = 32 << 20;

  /** Bytes of messages that arrive at once from one peer: two of the longest. */
  static final int PER_PEER = 8 << 20;

  private final Map<PeerId, Integer> byPeer = new HashMap<>();
  private int total;

  /** The memory for one stream of {@code peer}. */
  MessageStream.Room of(PeerId peer) {
    return new MessageStream.Room() {
      @Override
      public boolean take(int bytes) {
        return enter(peer, bytes);
      }

      @Override
      public void give(int bytes) {
        leave(peer, bytes);
      }
    };
  }

  private synchronized boolean enter(PeerId peer, int bytes) {
    int ofPeer = byPeer.getOrDefault(peer, 0);
    if (bytes > PER_PEER - ofPeer || bytes > TOTAL - total) {
      return false;
    }
    if (bytes > 0) {
      byPeer.put(peer, ofPeer + bytes);
      total += bytes;
    }
    return true;
  }

  private synchronized void leave(PeerId peer, int bytes) {
    total -= bytes;
    byPeer.computeIfPresent(peer, (_, held) -> held == bytes ? null : held - bytes);
  }

  /** Peers that hold some of it. */
  synchronized int peers() {
    return byPeer.size();
  }
}
