package org.trustnet.testkit.sim;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * A queue of events in virtual time, run in the caller's thread. Events due at the same nanosecond
 * run in the order in which they were scheduled. Not thread-safe.
 */
public final class Simulation {
  /**
   * A million waiting events are a network of 1,000 nodes with 1,000 events each: more is a leak.
   */
  public static final int MAX_PENDING = 1_000_000;

  private final VirtualClock clock;
  private final int maxPending;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nextNumber;
  private long eventsRun;

  private Simulation(VirtualClock clock, int maxPending) {
    this.clock = clock;
    this.maxPending = maxPending;
  }

  /** A simulation that moves this clock; nobody else should. */
  public static Simulation on(VirtualClock clock) {
    return new Simulation(clock, MAX_PENDING);
  }

  /** With another limit of waiting events than {@link #MAX_PENDING}. */
  public static Simulation on(VirtualClock clock, int maxPending) {
    return new Simulation(clock, maxPending);
  }

  /** The clock that this simulation moves. */
  public VirtualClock clock() {
    return clock;
  }

  /** How many events have run. */
  public long eventsRun() {
    return eventsRun;
  }

  /** How many events wait, those cancelled not counted. */
  public int pending() {
    return events.size();
  }

  /**
   * Runs the task once, so much later.
   *
   * @return a handle to take it back
   * @throws IllegalArgumentException if the delay is negative
   * @throws IllegalStateException if too many events wait
   */
  public Scheduled schedule(Duration delay, Runnable task) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay " + delay + " is negative");
    }
    if (events.size() >= maxPending) {
      throw new IllegalStateException("more than " + maxPending + " events wait");
    }
    long due = Math.addExact(clock.nanos(), delay.toNanos());
    Event event = new Event(due, nextNumber++, task);
    events.add(event);
    return () -> events.remove(event);
  }

  /**
   * Runs what is due within this span, events scheduled meanwhile included, and ends at its end.
   */
  public void run(Duration span) {
    long end = Math.addExact(clock.nanos(), span.toNanos());
    while (!events.isEmpty() && events.peek().due() <= end) {
      step();
    }
    clock.advanceTo(end);
  }

  /**
   * Runs until nothing waits.
   *
   * @throws IllegalStateException if that takes longer than this span of virtual time
   */
  public void runUntilIdle(Duration atMost) {
    long end = Math.addExact(clock.nanos(), atMost.toNanos());
    while (!events.isEmpty()) {
      if (events.peek().due() > end) {
        throw new IllegalStateException("not idle after " + atMost + ", " + pending() + " wait");
      }
      step();
    }
  }

  private void step() {
    Event next = events.remove();
    clock.advanceTo(next.due());
    eventsRun++;
    next.task().run();
  }

  /** An event that waits. */
  @FunctionalInterface
  public interface Scheduled {
    /** Takes the event back; nothing happens if it has run. */
    void cancel();
  }

  private record Event(long due, long number, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(due, other.due);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
