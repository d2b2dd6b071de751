package org.trustnet.ipns.bitswap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

/**
 * What one peer wants of us, and what it is owed next. Pure; one thread at a time.
 *
 * <p>A want is open (to be answered now) or waits for a block we have not, until it is cancelled or
 * the block comes. Each is taken of the {@link WantBudget} that all peers share; where that has no
 * room the peer is told at most that we have not the block, and the want is forgotten.
 */
final class WantLedger {
  /** Most wants held for a peer; what comes beyond is dropped, as boxo does. */
  static final int MAX_WANTS = 1_024;

  /** Bytes of blocks after which an answer is sent; the last block may exceed it. */
  static final int ANSWER = 256 * 1_024;

  /** A block at most this long is sent where only HAVE was asked, in bytes. */
  static final int SMALL_BLOCK = 1_024;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  // Maps that were emptied are replaced: they would keep the room that they had when full.
  private LinkedHashMap<Cid, Want> open = new LinkedHashMap<>();
  private Map<Multihash, Want> waiting = new LinkedHashMap<>();

  /** What there was no room for, and the peer wants to be told of. */
  private LinkedHashSet<Cid> refused = new LinkedHashSet<>();

  private final WantBudget budget;
  private final long bytesPerSecond;
  private long allowance;
  private long refilledAt;
  private long bytesSent;
  private long blocksSent;

  WantLedger(long bytesPerSecond, WantBudget budget, long nowNanos) {
    this.budget = budget;
    this.bytesPerSecond = bytesPerSecond;
    this.allowance = bytesPerSecond;
    this.refilledAt = nowNanos;
  }

  /** Takes a peer's wantlist over. */
  void take(List<Want> wants, BitswapMessage.Scope scope) {
    if (scope == BitswapMessage.Scope.FULL) {
      clear();
    }
    for (Want want : wants) {
      forget(want.cid());
      if (want.kind() != Want.Kind.CANCEL && wants() < MAX_WANTS) {
        if (budget.take(wants())) {
          open.put(want.cid(), want);
        } else {
          refuse(want);
        }
      }
    }
  }

  private void refuse(Want want) {
    if (want.absence() == Want.Absence.TOLD && refused.size() < MAX_WANTS && budget.takeRefusal()) {
      refused.add(want.cid());
    }
  }

  private void forget(Cid cid) {
    int before = wants();
    open.remove(cid);
    waiting.remove(cid.hash());
    budget.giveBack(before - wants());
    if (refused.remove(cid)) {
      budget.giveBackRefusals(1);
    }
  }

  /** Forgets everything, and gives it back. */
  void clear() {
    budget.giveBack(wants());
    budget.giveBackRefusals(refused.size());
    open = new LinkedHashMap<>();
    waiting = new LinkedHashMap<>();
    refused = new LinkedHashSet<>();
  }

  /**
   * A block is here now.
   *
   * @return whether the peer waited for it
   */
  boolean arrived(Multihash hash) {
    Want want = waiting.remove(hash);
    if (want != null && open.put(want.cid(), want) != null) {
      budget.giveBack(1); // it was wanted once more in the meantime
    }
    return want != null;
  }

  boolean isIdle() {
    return open.isEmpty() && refused.isEmpty();
  }

  int wants() {
    return open.size() + waiting.size();
  }

  /** Everything the peer wants, for {@code bitswap wantlist}. */
  List<Cid> wanted() {
    List<Cid> all = new ArrayList<>(open.keySet());
    waiting.values().forEach(want -> all.add(want.cid()));
    return all;
  }

  long bytesSent() {
    return bytesSent;
  }

  long blocksSent() {
    return blocksSent;
  }

  /** How long to wait before the next answer may be made; 0 if it may be made now. */
  long delayNanos(long nowNanos) {
    refill(nowNanos);
    return allowance > 0 ? 0 : Math.max(1, -allowance * NANOS_PER_SECOND / bytesPerSecond);
  }

  private void refill(long nowNanos) {
    long elapsed = Math.clamp(nowNanos - refilledAt, 0, NANOS_PER_SECOND);
    allowance = Math.min(bytesPerSecond, allowance + elapsed * bytesPerSecond / NANOS_PER_SECOND);
    refilledAt = nowNanos;
  }

  /** Keeps a want that was open until its block comes, if there is room. */
  private void await(Want want) {
    boolean kept = budget.mayWait(wants() + 1);
    if (!kept || waiting.put(want.cid().hash(), want) != null) {
      budget.giveBack(1);
    }
  }

  /**
   * The next answer: open wants in order until {@link #ANSWER} bytes of blocks are in it.
   *
   * @param serves whether the peer gets the block of a CID at all; one it does not get is absent
   * @param sizes lengths of blocks: whoever asks for HAVE does not make us read a block
   * @param blocks where blocks come from; may block on a disk
   */
  BitswapMessage answer(
      Predicate<Cid> serves,
      Function<Cid, OptionalLong> sizes,
      Function<Cid, Optional<Block>> blocks) {
    List<Block> payload = new ArrayList<>();
    List<Cid> have = new ArrayList<>();
    List<Cid> dontHave = new ArrayList<>();
    int bytes = 0;
    dontHave.addAll(refused);
    budget.giveBackRefusals(refused.size());
    refused = new LinkedHashSet<>();
    while (!open.isEmpty() && bytes < ANSWER) {
      Want want = open.pollFirstEntry().getValue();
      boolean served = serves.test(want.cid());
      if (served
          && want.kind() == Want.Kind.HAVE
          && sizes.apply(want.cid()).orElse(0) > SMALL_BLOCK) {
        have.add(want.cid());
        budget.giveBack(1);
        continue;
      }
      Optional<Block> block = served ? blocks.apply(want.cid()) : Optional.empty();
      if (block.isEmpty()) {
        await(want);
        if (want.absence() == Want.Absence.TOLD) {
          dontHave.add(want.cid());
        }
      } else {
        budget.giveBack(1);
        payload.add(block.get().as(want.cid()));
        bytes += block.get().data().length();
      }
    }
    if (open.isEmpty()) {
      open = new LinkedHashMap<>();
    }
    allowance -= bytes;
    bytesSent += bytes;
    blocksSent += payload.size();
    return new BitswapMessage(List.of(), BitswapMessage.Scope.CHANGE, payload, have, dontHave);
  }
}
