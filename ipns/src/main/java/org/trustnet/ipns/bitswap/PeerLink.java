package org.trustnet.ipns.bitswap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.rpc.MessageStream;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * What is to be sent to one peer: our wants and the answers to its wants. While there is something,
 * a virtual thread of its own holds a stream open and sends it; wants go before answers.
 */
final class PeerLink {
  /** Where a link's answers come from. */
  interface Blocks {
    boolean serves(PeerId peer, Cid cid);

    /** Its length, without reading it. */
    OptionalLong size(Cid cid);

    Optional<Block> block(Cid cid);
  }

  private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

  private final PeerId peer;
  private final Host host;
  private final BitswapConfig config;
  private final Blocks blocks;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Outbox outbox = new Outbox();
  private final Asked asked = new Asked();
  private final WantLedger ledger;
  private boolean sending;
  private boolean closed;

  PeerLink(
      PeerId peer,
      Host host,
      BitswapConfig config,
      WantBudget budget,
      Blocks blocks,
      LongSupplier nanos) {
    this.peer = peer;
    this.host = host;
    this.config = config;
    this.blocks = blocks;
    this.nanos = nanos;
    this.ledger = new WantLedger(config.bytesPerSecond(), budget, nanos.getAsLong());
  }

  /** Tells the peer a want of ours. Does not block. */
  boolean tell(Want want) {
    lock.lock();
    try {
      boolean taken = !closed && outbox.add(want);
      if (taken) {
        asked.add(want);
      }
      wake();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a block that the peer sent is one that it was asked for, and did not send before. */
  boolean answers(Multihash hash) {
    lock.lock();
    try {
      return asked.answers(hash);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the peer's wants over. Does not block. */
  void take(List<Want> wants, BitswapMessage.Scope scope) {
    lock.lock();
    try {
      if (!closed) {
        ledger.take(wants, scope);
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A block is here now that the peer may wait for. Does not block. */
  void arrived(Multihash hash) {
    lock.lock();
    try {
      if (ledger.arrived(hash)) {
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Figures for {@code bitswap stat} and tests: bytes sent, blocks sent, wants held. */
  List<Long> figures() {
    lock.lock();
    try {
      return List.of(ledger.bytesSent(), ledger.blocksSent(), (long) ledger.wants());
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what the peer wants, and takes no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      ledger.clear();
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (closed || outbox.isEmpty() && ledger.isIdle()) {
      return;
    }
    if (sending) {
      work.signalAll();
    } else {
      sending = true;
      Thread.ofVirtual().name("bitswap-" + peer).start(this::send);
    }
  }

  private void send() {
    try (Stream stream = host.open(peer, Bitswap.PROTOCOLS, config.sendTimeout())) {
      MessageStream messages = new MessageStream(stream, nanos);
      Optional<BitswapMessage> next = next();
      while (next.isPresent()) {
        messages.write(BitswapWire.encode(next.get()), config.sendTimeout());
        next = next();
      }
    } catch (StreamException | WireException e) {
      LOG.debug("cannot send to {}: {}", peer, e.getMessage());
      giveUp();
    } catch (InterruptedException e) {
      giveUp();
    } catch (RuntimeException e) {
      LOG.error("what was to be sent to {} is given up", peer, e);
      giveUp();
    }
  }

  /** What was to be sent is lost with the stream; the peer's wants are, too. */
  private void giveUp() {
    lock.lock();
    try {
      sending = false;
      outbox.drain();
      ledger.clear();
    } finally {
      lock.unlock();
    }
  }

  /** The next message; empty once there was none for a while, and then nobody sends any more. */
  private Optional<BitswapMessage> next() throws InterruptedException {
    lock.lock();
    try {
      long patience = config.idle().toNanos();
      while (true) {
        long delay = ledger.isIdle() ? 0 : ledger.delayNanos(nanos.getAsLong());
        if (closed) {
          sending = false;
          return Optional.empty();
        }
        if (!outbox.isEmpty()) {
          return Optional.of(outbox.drain());
        }
        if (!ledger.isIdle() && delay == 0) {
          BitswapMessage answer =
              ledger.answer(cid -> blocks.serves(peer, cid), blocks::size, blocks::block);
          if (!answer.isEmpty()) {
            return Optional.of(answer);
          }
        } else if (delay > 0) {
          work.await(delay, TimeUnit.NANOSECONDS);
        } else if (patience <= 0) {
          sending = false;
          return Optional.empty();
        } else {
          patience = work.awaitNanos(patience);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
