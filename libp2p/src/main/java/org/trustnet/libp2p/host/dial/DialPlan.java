package org.trustnet.libp2p.host.dial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/**
 * One race of addresses. IPv6 starts, IPv4 follows after the stagger, everything else after two; an
 * address is brought forward when nothing is under way. The first that is secured wins. Pure; on
 * one thread.
 */
public final class DialPlan {
  /** What the owner is to do. */
  public sealed interface Step {
    Multiaddr address();

    /** Begin to connect. */
    record Start(Multiaddr address) implements Step {}

    /** Give the attempt up: another won, or time is up. Nothing is to be reported for it. */
    record Abandon(Multiaddr address) implements Step {}
  }

  private record Waiting(Multiaddr address, long startNanos) {}

  private static final class Attempt {
    final long startedNanos;
    boolean open;

    Attempt(long startedNanos) {
      this.startedNanos = startedNanos;
    }
  }

  private final DialConfig config;
  private final long deadlineNanos;
  private final List<Waiting> waiting;
  private final Map<Multiaddr, Attempt> underWay = new LinkedHashMap<>();
  private final List<DialOutcome.Attempt> failed = new ArrayList<>();
  private final List<Multiaddr> faulty = new ArrayList<>();
  private Optional<Multiaddr> winner = Optional.empty();

  /**
   * Plans a race.
   *
   * @param addresses distinct, without names and without {@code /p2p}
   * @param nowNanos when it begins
   * @param deadlineNanos when the caller's patience ends; the configured total ends it too
   */
  DialPlan(DialConfig config, List<Multiaddr> addresses, long nowNanos, long deadlineNanos) {
    this.config = config;
    long total = config.total().toNanos();
    this.deadlineNanos = nowNanos + Math.min(total, deadlineNanos - nowNanos);
    this.waiting = new ArrayList<>(schedule(addresses, nowNanos));
  }

  private List<Waiting> schedule(List<Multiaddr> addresses, long nowNanos) {
    List<Waiting> all = new ArrayList<>();
    Map<Boolean, List<Multiaddr>> groups = new LinkedHashMap<>();
    for (Multiaddr address : addresses) {
      boolean near = address.ip().map(ip -> !ip.isPublic()).orElse(false);
      groups.computeIfAbsent(near, _ -> new ArrayList<>()).add(address);
    }
    groups.forEach(
        (near, group) -> {
          long stagger = (near ? config.privateStagger() : config.publicStagger()).toNanos();
          stagger(group, stagger, nowNanos, all);
        });
    all.sort(Comparator.comparingLong(w -> w.startNanos - nowNanos));
    return all;
  }

  private static void stagger(
      List<Multiaddr> group, long stagger, long nowNanos, List<Waiting> to) {
    List<Multiaddr> sorted =
        group.stream().sorted(Comparator.comparingInt(address -> isV4(address) ? 1 : 0)).toList();
    Set<Boolean> families = new HashSet<>();
    int places = 0;
    for (Multiaddr address : sorted) {
      boolean first = families.add(isV4(address));
      places += first ? 1 : 0;
    }
    families.clear();
    int place = 0;
    for (Multiaddr address : sorted) {
      boolean first = families.add(isV4(address));
      to.add(new Waiting(address, nowNanos + stagger * (first ? place++ : places)));
    }
  }

  private static boolean isV4(Multiaddr address) {
    return address.ip().map(IpAddress::isV4).orElse(false);
  }

  /** What is to be done now. */
  public List<Step> poll(long nowNanos) {
    List<Step> steps = new ArrayList<>();
    giveUpLate(nowNanos, steps);
    if (winner.isPresent() || nowNanos - deadlineNanos >= 0) {
      waiting.forEach(w -> failed.add(new DialOutcome.Attempt(w.address, "not tried")));
      waiting.clear();
    }
    while (!waiting.isEmpty() && underWay.size() < config.parallel()) {
      Waiting next = waiting.getFirst();
      if (nowNanos - next.startNanos < 0 && !underWay.isEmpty()) {
        break;
      }
      waiting.removeFirst();
      underWay.put(next.address, new Attempt(nowNanos));
      steps.add(new Step.Start(next.address));
    }
    return steps;
  }

  private void giveUpLate(long nowNanos, List<Step> steps) {
    boolean over = nowNanos - deadlineNanos >= 0;
    for (Iterator<Map.Entry<Multiaddr, Attempt>> all = underWay.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Multiaddr, Attempt> entry = all.next();
      Attempt attempt = entry.getValue();
      boolean late = !attempt.open && nowNanos - attempt.startedNanos >= config.connect().toNanos();
      if (winner.isPresent() || over || late) {
        all.remove();
        steps.add(new Step.Abandon(entry.getKey()));
        if (late) {
          faulty.add(entry.getKey());
        }
        String reason = winner.isPresent() ? "another address was faster" : "timed out";
        failed.add(new DialOutcome.Attempt(entry.getKey(), reason));
      }
    }
  }

  /** The socket is connected; the handshakes have until the end of the plan. */
  public void opened(Multiaddr address) {
    Attempt attempt = underWay.get(address);
    if (attempt != null) {
      attempt.open = true;
    }
  }

  /** An attempt ended without a connection. One that was abandoned is passed over. */
  public void failed(Multiaddr address, String reason) {
    if (underWay.remove(address) != null) {
      faulty.add(address);
      failed.add(new DialOutcome.Attempt(address, reason));
    }
  }

  /** An attempt is not made, for a reason of ours: the address is as good as before. */
  public void leftOut(Multiaddr address, String reason) {
    if (underWay.remove(address) != null) {
      failed.add(new DialOutcome.Attempt(address, reason));
    }
  }

  /**
   * An attempt ended with a secured connection.
   *
   * @return whether it won; if not, it was abandoned before and is to be closed
   */
  public boolean succeeded(Multiaddr address) {
    if (winner.isPresent() || underWay.remove(address) == null) {
      return false;
    }
    winner = Optional.of(address);
    return true;
  }

  /** When {@link #poll} has something to do, if nothing is reported before. */
  public long nextNanos() {
    long next = deadlineNanos;
    if (!waiting.isEmpty() && underWay.size() < config.parallel()) {
      next = earlier(next, waiting.getFirst().startNanos);
    }
    for (Attempt attempt : underWay.values()) {
      if (!attempt.open) {
        next = earlier(next, attempt.startedNanos + config.connect().toNanos());
      }
    }
    return next;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /** Whether nothing waits and nothing is under way. */
  public boolean isOver() {
    return waiting.isEmpty() && underWay.isEmpty();
  }

  public Optional<Multiaddr> winner() {
    return winner;
  }

  /** Addresses that failed of themselves: not those that lost the race or were not tried. */
  List<Multiaddr> failures() {
    return List.copyOf(faulty);
  }

  /** The attempts that failed so far. */
  public DialOutcome.Failed failure() {
    return new DialOutcome.Failed(failed);
  }
}
