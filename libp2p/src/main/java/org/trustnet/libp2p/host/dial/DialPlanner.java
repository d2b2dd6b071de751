package org.trustnet.libp2p.host.dial;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * Makes the plans of one host, and learns from how they end. Safe on any thread.
 *
 * @param self this host, which it never dials
 */
public record DialPlanner(
    PeerId self, DialConfig config, AddressFilter filter, DialBackoff backoff) {
  /** What comes of a wish to dial. */
  public sealed interface Prepared {
    /** There is something to try. */
    record Ready(DialPlan plan) implements Prepared {}

    /** There is nothing to try: {@code NoAddress}, {@code BackedOff} or {@code Refused}. */
    record Ended(DialOutcome outcome) implements Prepared {}
  }

  /**
   * Plans to dial {@code peer}.
   *
   * @param addresses names are looked up before; with or without {@code /p2p}
   * @param nowNanos monotonic
   * @param deadlineNanos when the caller gives up
   */
  public Prepared prepare(
      PeerId peer, Collection<Multiaddr> addresses, long nowNanos, long deadlineNanos) {
    return prepare(peer, addresses, nowNanos, deadlineNanos, backoff.left(peer, nowNanos));
  }

  /**
   * The same where {@code addresses} are not all that is known of the peer: what befell its other
   * addresses says nothing about them, and the other way round.
   */
  public Prepared prepareOnly(
      PeerId peer, Collection<Multiaddr> addresses, long nowNanos, long deadlineNanos) {
    return prepare(peer, addresses, nowNanos, deadlineNanos, Duration.ZERO);
  }

  /** That nobody can dial an address is told before that it is too early to. */
  private Prepared prepare(
      PeerId peer,
      Collection<Multiaddr> addresses,
      long nowNanos,
      long deadlineNanos,
      Duration pause) {
    if (peer.equals(self)) {
      return new Prepared.Ended(new DialOutcome.Refused(DialOutcome.Bar.OURSELVES));
    }
    List<Multiaddr> all = filter.dialable(peer, addresses, config.addresses());
    if (all.isEmpty()) {
      return new Prepared.Ended(new DialOutcome.NoAddress(unfit(peer, addresses)));
    }
    if (pause.isPositive()) {
      return new Prepared.Ended(new DialOutcome.BackedOff(pause));
    }
    List<Multiaddr> now =
        all.stream().filter(a -> !backoff.left(peer, a, nowNanos).isPositive()).toList();
    if (now.isEmpty()) {
      Duration first =
          all.stream()
              .map(a -> backoff.left(peer, a, nowNanos))
              .min(Duration::compareTo)
              .orElseThrow();
      return new Prepared.Ended(new DialOutcome.BackedOff(first));
    }
    return new Prepared.Ready(new DialPlan(config, now, nowNanos, deadlineNanos));
  }

  /**
   * Forgets what failed at {@code peer} and at these of its addresses, since a user names them now.
   *
   * @param addresses without names; with or without {@code /p2p}
   */
  public void forgive(PeerId peer, Collection<Multiaddr> addresses) {
    for (Multiaddr address : addresses) {
      address.withoutPeer().ifPresent(bare -> backoff.clear(peer, bare));
    }
  }

  private List<DialOutcome.Attempt> unfit(PeerId peer, Collection<Multiaddr> addresses) {
    return addresses.stream()
        .limit(DialOutcome.NoAddress.MAX_UNFIT)
        .map(a -> new DialOutcome.Attempt(a, filter.objection(peer, a).orElse("not tried")))
        .toList();
  }

  /** Notes the end of a plan for later ones. Attempts that lost a race are no failures. */
  public void finished(PeerId peer, DialPlan plan, long nowNanos) {
    if (plan.winner().isEmpty()) {
      backoff.failed(peer, nowNanos);
    }
    finishedOnly(peer, plan, nowNanos);
  }

  /** The same for a plan of {@link #prepareOnly}: only its addresses are judged by it. */
  public void finishedOnly(PeerId peer, DialPlan plan, long nowNanos) {
    plan.winner().ifPresent(address -> backoff.succeeded(peer, address));
    for (Multiaddr address : plan.failures()) {
      backoff.failed(peer, address, nowNanos);
    }
  }
}
