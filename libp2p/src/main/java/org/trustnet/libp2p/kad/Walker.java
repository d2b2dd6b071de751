package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.query.Lookup;

/**
 * Drives one {@link Lookup} on the virtual thread that calls {@link #run}: each request goes out on
 * a virtual thread of its own and comes back through a bounded mailbox. An edge.
 */
final class Walker {
  /** How a peer is asked; blocks. */
  interface Asker {
    KadMessage ask(PeerInfo peer) throws StreamException;
  }

  /** What is made of an answer, on the walker's thread: the peers that the lookup goes on with. */
  interface Hearer {
    List<PeerInfo> hear(PeerInfo from, KadMessage answer);
  }

  private record Mail(PeerInfo from, @Nullable KadMessage answer, Lookup.Failure failure) {}

  private final Lookup lookup;
  private final Asker asker;
  private final Hearer hearer;
  private final LongSupplier nanos;
  private final BlockingQueue<Mail> mailbox = new ArrayBlockingQueue<>(Lookup.MAX_ASKED);
  private final Set<Thread> threads = new HashSet<>();

  Walker(Lookup lookup, Asker asker, Hearer hearer, LongSupplier nanos) {
    this.lookup = lookup;
    this.asker = asker;
    this.hearer = hearer;
    this.nanos = nanos;
  }

  /**
   * Walks until the lookup is over, {@code enough} says so, time is up or the thread is interrupted
   * (which stays noted); what was found by then is the result.
   */
  Lookup.Result run(BooleanSupplier enough, Duration timeout) {
    long deadline = nanos.getAsLong() + timeout.toNanos();
    try {
      while (true) {
        if (enough.getAsBoolean()) {
          lookup.stop();
        }
        switch (lookup.next(nanos.getAsLong())) {
          case Lookup.Step.Ask(PeerInfo peer) -> ask(peer);
          case Lookup.Step.Wait(long until) -> await(Math.min(until, deadline), deadline);
          case Lookup.Step.Done(Lookup.Result result) -> {
            return result;
          }
        }
      }
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  private void ask(PeerInfo peer) {
    threads.removeIf(thread -> !thread.isAlive());
    threads.add(Thread.ofVirtual().name("kad-ask").start(() -> askAndPost(peer)));
  }

  private void askAndPost(PeerInfo peer) {
    Mail mail;
    try {
      mail = new Mail(peer, asker.ask(peer), Lookup.Failure.NO_ANSWER);
    } catch (StreamException e) {
      mail = new Mail(peer, null, failureOf(e.kind()));
    }
    if (!mailbox.offer(mail)) {
      throw new IllegalStateException("more answers than a lookup asks");
    }
  }

  private static Lookup.Failure failureOf(StreamException.Kind kind) {
    return switch (kind) {
      case UNSUPPORTED, REFUSED, DISCONNECTED, LIMITED, PROTOCOL -> Lookup.Failure.UNREACHABLE;
      case RESET, TIMEOUT, INTERRUPTED -> Lookup.Failure.NO_ANSWER;
    };
  }

  private void await(long until, long deadline) {
    long left = until - nanos.getAsLong();
    try {
      Mail mail = mailbox.poll(Math.max(left, 0), TimeUnit.NANOSECONDS);
      if (mail != null) {
        take(mail);
      } else if (deadline - nanos.getAsLong() <= 0) {
        lookup.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lookup.stop();
    }
  }

  private void take(Mail mail) {
    if (mail.answer() == null) {
      lookup.onFailure(mail.from().id(), mail.failure());
    } else {
      lookup.onResponse(mail.from().id(), hearer.hear(mail.from(), mail.answer()));
    }
  }
}
