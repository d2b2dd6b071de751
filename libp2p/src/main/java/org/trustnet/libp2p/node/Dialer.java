package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.DialGate;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.transport.EventLoops;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * Reaches peers. Callers who want a peer dialled in the same way share one attempt; it runs on a
 * virtual thread of its own and goes on when a caller has no more time for it.
 */
final class Dialer {
  /** Attempts under way at most; the limits on connections allow for less anyway. */
  static final int MAX_ATTEMPTS = 512;

  /** No attempt takes longer than its plan, which is much shorter. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final PeerId self;
  private final Access access;
  private final ConnectionTable connections;
  private final Race race;
  private final Executor threads;
  private final Map<Goal, CompletableFuture<DialOutcome>> underWay = new ConcurrentHashMap<>();

  /**
   * What callers share: the peer, and what it may be dialled by. Those for whom any address will do
   * share an attempt whatever else they know, if names may lead them to the same places; an attempt
   * that is bound to some addresses is none for anybody else.
   */
  record Goal(
      PeerId peer,
      DialGate gate,
      DialTargets.Known known,
      DialTargets.Origin origin,
      Set<Multiaddr> only) {
    static Goal of(PeerId peer, DialTargets targets) {
      boolean any = targets.known() == DialTargets.Known.DIALLED;
      Set<Multiaddr> only = any ? Set.of() : Set.copyOf(targets.addresses());
      return new Goal(peer, targets.gate(), targets.known(), targets.origin(), only);
    }
  }

  Dialer(PeerId self, Access access, ConnectionTable connections, Race race, Executor threads) {
    this.self = self;
    this.access = access;
    this.connections = connections;
    this.race = race;
    this.threads = threads;
  }

  DialOutcome connect(PeerId peer, DialTargets targets, Duration timeout) {
    EventLoops.refuse();
    if (peer.equals(self)) {
      return new DialOutcome.Refused(DialOutcome.Bar.OURSELVES);
    }
    if (!access.permits(peer, Access.Permission.CONNECT)) {
      return new DialOutcome.Refused(DialOutcome.Bar.FORBIDDEN);
    }
    Optional<Connection> open = connections.of(peer).stream().<Connection>map(c -> c).findFirst();
    return open.<DialOutcome>map(c -> new DialOutcome.Connected(c, true))
        .orElseGet(() -> await(attempt(peer, targets), targets.addresses(), timeout));
  }

  /** As long as an attempt takes. */
  DialOutcome connect(PeerId peer, DialTargets targets) {
    return connect(peer, targets, LONGEST);
  }

  private CompletableFuture<DialOutcome> attempt(PeerId peer, DialTargets targets) {
    Goal goal = Goal.of(peer, targets);
    if (underWay.size() >= MAX_ATTEMPTS && !underWay.containsKey(goal)) {
      return CompletableFuture.completedFuture(new DialOutcome.Limited("attempts under way"));
    }
    CompletableFuture<DialOutcome> mine = new CompletableFuture<>();
    CompletableFuture<DialOutcome> other = underWay.putIfAbsent(goal, mine);
    if (other != null) {
      return other;
    }
    try {
      threads.execute(() -> run(goal, targets, mine));
    } catch (RejectedExecutionException e) {
      underWay.remove(goal, mine);
      mine.complete(new DialOutcome.Refused(DialOutcome.Bar.CLOSED));
    }
    return mine;
  }

  private void run(Goal goal, DialTargets targets, CompletableFuture<DialOutcome> outcome) {
    try {
      DialOutcome ended = race.run(goal.peer, targets);
      // First, so that who hears of the end and asks again dials again.
      underWay.remove(goal, outcome);
      outcome.complete(ended);
    } catch (RuntimeException | Error e) {
      underWay.remove(goal, outcome);
      outcome.completeExceptionally(e);
    }
  }

  private static DialOutcome await(
      CompletableFuture<DialOutcome> outcome, Collection<Multiaddr> addresses, Duration timeout) {
    try {
      return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return failed(addresses, "no connection in " + timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(addresses, "interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("dialling failed by a defect", e.getCause());
    }
  }

  private static DialOutcome failed(Collection<Multiaddr> addresses, String why) {
    Function<Multiaddr, DialOutcome.Attempt> attempt = a -> new DialOutcome.Attempt(a, why);
    return new DialOutcome.Failed(addresses.stream().map(attempt).toList());
  }
}
