package org.trustnet.ipns.bitswap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * the block comes.
 */
final class WantLedger {
  /** Most wants held for a peer; what comes beyond is dropped, as boxo does. */
  static final int MAX_WANTS = 1_024;

  /** Bytes of blocks after which an answer is sent; the last block may exceed it. */
  static final int ANSWER = 256 * 1_024;

  /** A block at most this long is sent where only HAVE was asked, in bytes. */
  static final int SMALL_BLOCK = 1_024;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final LinkedHashMap<Cid, Want> open = new LinkedHashMap<>();
  private final Map<Multihash, Want> waiting = new LinkedHashMap<>();
  private final long bytesPerSecond;
  private long allowance;
  private long refilledAt;
  private long bytesSent;
  private long blocksSent;

  WantLedger(long bytesPerSecond, long nowNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.allowance = bytesPerSecond;
    this.refilledAt = nowNanos;
  }

  /** Takes a peer's wantlist over. */
  void take(List<Want> wants, BitswapMessage.Scope scope) {
    if (scope == BitswapMessage.Scope.FULL) {
      open.clear();
      waiting.clear();
    }
    for (Want want : wants) {
      open.remove(want.cid());
      waiting.remove(want.cid().hash());
      if (want.kind() != Want.Kind.CANCEL && open.size() + waiting.size() < MAX_WANTS) {
        open.put(want.cid(), want);
      }
    }
  }

  /**
   * A block is here now.
   *
   * @return whether the peer waited for it
   */
  boolean arrived(Multihash hash) {
    Want want = waiting.remove(hash);
    if (want != null) {
      open.put(want.cid(), want);
    }
    return want != null;
  }

  boolean isIdle() {
    return open.isEmpty();
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
    while (!open.isEmpty() && bytes < ANSWER) {
      Want want = open.pollFirstEntry().getValue();
      boolean served = serves.test(want.cid());
      if (served
          && want.kind() == Want.Kind.HAVE
          && sizes.apply(want.cid()).orElse(0) > SMALL_BLOCK) {
        have.add(want.cid());
        continue;
      }
      Optional<Block> block = served ? blocks.apply(want.cid()) : Optional.empty();
      if (block.isEmpty()) {
        waiting.put(want.cid().hash(), want);
        if (want.absence() == Want.Absence.TOLD) {
          dontHave.add(want.cid());
        }
      } else {
        payload.add(block.get().as(want.cid()));
        bytes += block.get().data().length();
      }
    }
    allowance -= bytes;
    bytesSent += bytes;
    blocksSent += payload.size();
    return new BitswapMessage(List.of(), BitswapMessage.Scope.CHANGE, payload, have, dontHave);
  }
}
