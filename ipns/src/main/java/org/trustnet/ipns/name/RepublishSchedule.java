package org.trustnet.ipns.name;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;

/**
 * When each published name is to be signed and put again: a minute after the start, then every four
 * hours unless told otherwise, but when half of the record's lifetime is over, after a failure
 * every five minutes (boxo {@code namesys/republisher}). Pure; for one thread. Give it a clock that
 * does not jump.
 */
public final class RepublishSchedule {
  /** Kubo's {@code Ipns.RepublishPeriod}. */
  public static final Duration INTERVAL = Duration.ofHours(4);

  /** Time for the first connections. */
  public static final Duration INITIAL_DELAY = Duration.ofMinutes(1);

  public static final Duration RETRY = Duration.ofMinutes(5);

  /** Shortest time between two, however short the lifetime: each costs a walk. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Most names: each costs a signature and two walks through the DHT every four hours. */
  public static final int MAX_NAMES = 10_000;

  private final Duration interval;
  private final Map<PeerId, Instant> due = new HashMap<>();

  /** Every {@link #INTERVAL}. */
  public RepublishSchedule() {
    this(INTERVAL);
  }

  /**
   * @param interval how often a name is put again, above zero
   */
  public RepublishSchedule(Duration interval) {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("not a period: " + interval);
    }
    this.interval = interval;
  }

  /** Takes the names that were published before this start; those beyond the limit are left out. */
  public void start(List<PeerId> names, Instant now) {
    names.stream().limit(MAX_NAMES).forEach(name -> due.put(name, now.plus(INITIAL_DELAY)));
  }

  /**
   * The name was put with somebody.
   *
   * @param lifetime of its record, which is put again before it ends
   * @return false if there are too many names: it is not scheduled
   */
  public boolean succeeded(PeerId name, Instant now, Duration lifetime) {
    Duration half = lifetime.dividedBy(2);
    Duration sooner = half.compareTo(interval) < 0 ? half : interval;
    return schedule(name, now.plus(sooner.compareTo(SHORTEST) > 0 ? sooner : SHORTEST));
  }

  /** Nobody took the record; returns as {@link #succeeded}. */
  public boolean failed(PeerId name, Instant now) {
    return schedule(name, now.plus(RETRY));
  }

  /** Publishes the name no more. */
  public void stop(PeerId name) {
    due.remove(name);
  }

  /** The names whose time has come, the longest due first. */
  public List<PeerId> due(Instant now) {
    return due.entrySet().stream()
        .filter(entry -> !entry.getValue().isAfter(now))
        .sorted(Map.Entry.<PeerId, Instant>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** When the next name is due; empty if there are none. */
  public Optional<Instant> next() {
    return due.values().stream().min(Instant::compareTo);
  }

  /** When this name is due; empty if it is not published. */
  public Optional<Instant> next(PeerId name) {
    return Optional.ofNullable(due.get(name));
  }

  private boolean schedule(PeerId name, Instant at) {
    if (due.size() >= MAX_NAMES && !due.containsKey(name)) {
      return false;
    }
    due.put(name, at);
    return true;
  }
}
