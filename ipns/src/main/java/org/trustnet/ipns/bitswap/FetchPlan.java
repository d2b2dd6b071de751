package org.trustnet.ipns.bitswap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * Whom one operation asks for its blocks, and when. Pure: time comes in, wants go out; one thread
 * at a time.
 *
 * <p>A block that nobody of the session has yet is asked for with HAVE of all candidates; the first
 * that has it is asked for the block. A peer that gave one before is asked for the block at once. A
 * peer that is silent for {@link #PATIENCE_NANOS}, that has it not, or that sends something else in
 * its place is passed over; one that sends something else too often is out of the session for good.
 */
final class FetchPlan {
  /** Most blocks wanted at once as a file's look-ahead. */
  static final int MAX_WANTS = 64;

  /** Most peers asked for one block; the rest when these have failed. */
  static final int MAX_ASKED = 32;

  /** Most peers of a session; candidates beyond are left alone. */
  static final int MAX_PEERS = 1_024;

  /** How long a peer may take before another is asked too. */
  static final long PATIENCE_NANOS = 5_000_000_000L;

  /** How long nobody may have it before providers are looked for. */
  static final long SEARCH_AFTER_NANOS = 1_000_000_000L;

  /** How long until providers are looked for again. */
  static final long SEARCH_AGAIN_NANOS = 15_000_000_000L;

  /** How many blocks that nobody asked for a peer may send before it is asked no more. */
  static final int MAX_UNWANTED = 3;

  /** How long a reader waits while no block at all comes; a network lookup takes as long. */
  static final long STALL_NANOS = 60_000_000_000L;

  /** How badly a block is needed. */
  enum Urgency {
    /** A reader waits for it: wanted beyond {@link #MAX_WANTS}, too. */
    NOW,
    /** A reader will come to it. */
    SOON
  }

  /** What is to be done. */
  interface Effects {
    /**
     * Tells the peer a want.
     *
     * @return false if it cannot be told
     */
    boolean send(PeerId peer, Want want);

    /** Looks for providers of a CID; what is found comes as {@link #addPeer}. */
    void search(Cid cid);
  }

  private enum Ask {
    ASKED_HAVE,
    HAS,
    ASKED_BLOCK,
    HAS_NOT,
    SILENT
  }

  private static final class Peer {
    private int blocks;
    private int outstanding;
    private int unwanted;
  }

  /** Who is asked first of those that have a block. */
  private static final Comparator<Peer> PREFERENCE =
      Comparator.comparingInt((Peer peer) -> peer.unwanted)
          .thenComparingInt(peer -> peer.outstanding);

  private static final class Wanted {
    private final Cid cid;
    private final Map<PeerId, Ask> asks = new LinkedHashMap<>();
    private final Map<PeerId, Long> since = new HashMap<>();
    private final long begun;
    private long searchedAt;
    private boolean searched;

    private Wanted(Cid cid, long now) {
      this.cid = cid;
      this.begun = now;
    }
  }

  private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
  private final Set<PeerId> barred = new HashSet<>();
  private long progressAt = Long.MIN_VALUE;
  private final Map<Multihash, Wanted> wants = new LinkedHashMap<>();

  /** A peer that may have what is wanted: it is connected and speaks Bitswap. */
  void addPeer(PeerId peer) {
    if (!barred.contains(peer) && peers.size() + barred.size() < MAX_PEERS) {
      peers.putIfAbsent(peer, new Peer());
    }
  }

  void removePeer(PeerId peer, long now, Effects out) {
    peers.remove(peer);
    for (Wanted want : List.copyOf(wants.values())) {
      if (want.asks.remove(peer) != null) {
        advance(want, now, out);
      }
    }
  }

  /**
   * Begins to want a block.
   *
   * @return false if too many are wanted already
   */
  boolean want(Cid cid, Urgency urgency, long now, Effects out) {
    if (wants.containsKey(cid.hash())) {
      return true;
    }
    if (urgency == Urgency.SOON && wants.size() >= MAX_WANTS) {
      return false;
    }
    Wanted want = new Wanted(cid, now);
    wants.put(cid.hash(), want);
    advance(want, now, out);
    return true;
  }

  boolean wants(Multihash hash) {
    return wants.containsKey(hash);
  }

  /** What is wanted, and how many peers have been asked for each. */
  Map<Cid, Integer> asked() {
    Map<Cid, Integer> asked = new LinkedHashMap<>();
    wants.values().forEach(want -> asked.put(want.cid, want.asks.size()));
    return asked;
  }

  /** Wants a block no more, telling those that were asked. */
  void drop(Cid cid, Effects out) {
    Wanted want = wants.remove(cid.hash());
    if (want != null) {
      cancel(want, Optional.empty(), out);
    }
  }

  /** Wants nothing any more. */
  void dropAll(Effects out) {
    for (Wanted want : List.copyOf(wants.values())) {
      drop(want.cid, out);
    }
  }

  /**
   * A block came whose hash was checked.
   *
   * @return whether this session wanted it
   */
  boolean received(PeerId from, Multihash hash, long now, Effects out) {
    Wanted want = wants.remove(hash);
    Peer peer = peers.get(from);
    if (want == null) {
      return false;
    }
    if (peer != null) {
      peer.blocks++;
    }
    progressAt = now;
    cancel(want, Optional.of(from), out);
    wants.values().forEach(other -> advance(other, now, out));
    return true;
  }

  /**
   * The peer sent a block that it was never asked for: most likely in place of the one it owes for
   * longest, which another is asked for now.
   */
  void unwanted(PeerId from, long now, Effects out) {
    Peer peer = peers.get(from);
    if (peer == null) {
      return;
    }
    if (++peer.unwanted > MAX_UNWANTED) {
      barred.add(from);
      removePeer(from, now, out);
      return;
    }
    for (Wanted want : wants.values()) {
      if (want.asks.get(from) == Ask.ASKED_BLOCK) {
        settle(want, from, Ask.ASKED_BLOCK);
        want.asks.put(from, Ask.SILENT);
        advance(want, now, out);
        return;
      }
    }
  }

  /**
   * Whether a reader that waits since {@code since} waits in vain: no block came for {@link
   * #STALL_NANOS}.
   */
  boolean stalled(long since, long now) {
    return now - Math.max(since, progressAt) >= STALL_NANOS;
  }

  void have(PeerId from, Multihash hash, long now, Effects out) {
    answered(from, hash, Ask.HAS, now, out);
  }

  void dontHave(PeerId from, Multihash hash, long now, Effects out) {
    answered(from, hash, Ask.HAS_NOT, now, out);
  }

  private void answered(PeerId from, Multihash hash, Ask answer, long now, Effects out) {
    Wanted want = wants.get(hash);
    Ask before = want == null ? null : want.asks.get(from);
    if (want == null || before == null || before == Ask.ASKED_BLOCK && answer == Ask.HAS) {
      return;
    }
    settle(want, from, before);
    want.asks.put(from, answer);
    advance(want, now, out);
  }

  /** Time passed. */
  void tick(long now, Effects out) {
    for (Wanted want : List.copyOf(wants.values())) {
      for (Map.Entry<PeerId, Ask> ask : want.asks.entrySet()) {
        boolean asked = ask.getValue() == Ask.ASKED_BLOCK || ask.getValue() == Ask.ASKED_HAVE;
        long since = want.since.getOrDefault(ask.getKey(), now);
        if (asked && now - since >= PATIENCE_NANOS) {
          settle(want, ask.getKey(), ask.getValue());
          ask.setValue(Ask.SILENT);
        }
      }
      advance(want, now, out);
    }
  }

  private void advance(Wanted want, long now, Effects out) {
    if (want.asks.containsValue(Ask.ASKED_BLOCK) || askBest(want, now, out)) {
      return;
    }
    int pending = (int) want.asks.values().stream().filter(a -> a == Ask.ASKED_HAVE).count();
    for (PeerId peer : List.copyOf(peers.keySet())) {
      if (pending >= MAX_ASKED) {
        break;
      }
      if (!want.asks.containsKey(peer) && out.send(peer, Want.have(want.cid))) {
        mark(want, peer, Ask.ASKED_HAVE, now);
        pending++;
      }
    }
    boolean late = now - want.begun >= SEARCH_AFTER_NANOS;
    boolean again = want.searched && now - want.searchedAt >= SEARCH_AGAIN_NANOS;
    if ((pending == 0 || late) && (!want.searched || again)) {
      want.searched = true;
      want.searchedAt = now;
      want.asks.values().removeIf(a -> a == Ask.HAS_NOT || a == Ask.SILENT);
      out.search(want.cid);
    }
  }

  /**
   * Asks a peer that has the block, or that gave one before, for the block: of those that sent the
   * least of what nobody wants the least busy one.
   */
  private boolean askBest(Wanted want, long now, Effects out) {
    List<Map.Entry<PeerId, Peer>> able = new ArrayList<>();
    for (Map.Entry<PeerId, Peer> peer : peers.entrySet()) {
      Ask ask = want.asks.get(peer.getKey());
      if (ask == Ask.HAS || ask == null && peer.getValue().blocks > 0) {
        able.add(peer);
      }
    }
    able.sort(Map.Entry.comparingByValue(PREFERENCE));
    for (Map.Entry<PeerId, Peer> peer : able) {
      if (out.send(peer.getKey(), Want.block(want.cid))) {
        mark(want, peer.getKey(), Ask.ASKED_BLOCK, now);
        return true;
      }
    }
    return false;
  }

  private void mark(Wanted want, PeerId id, Ask ask, long now) {
    want.asks.put(id, ask);
    want.since.put(id, now);
    Peer peer = peers.get(id);
    if (ask == Ask.ASKED_BLOCK && peer != null) {
      peer.outstanding++;
    }
  }

  private void settle(Wanted want, PeerId id, Ask before) {
    Peer peer = peers.get(id);
    if (before == Ask.ASKED_BLOCK && peer != null) {
      peer.outstanding--;
    }
    want.since.remove(id);
  }

  private void cancel(Wanted want, Optional<PeerId> giver, Effects out) {
    want.asks.forEach(
        (id, ask) -> {
          settle(want, id, ask);
          if (!giver.equals(Optional.of(id))) {
            out.send(id, Want.cancel(want.cid));
          }
        });
  }

  /** The peers of the session. */
  Collection<PeerId> peers() {
    return List.copyOf(peers.keySet());
  }
}
