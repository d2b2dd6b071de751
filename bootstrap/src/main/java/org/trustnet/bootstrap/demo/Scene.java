package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What all steps see: the nodes, the newcomer, the lists that were published, the time.
 *
 * @param seen what the newcomer says of itself
 * @param lists each publisher's IPNS name, by the publisher
 * @param nanos monotonic
 */
record Scene(
    Members members,
    Newcomer newcomer,
    NewcomerState seen,
    Map<String, String> lists,
    LongSupplier nanos) {
  /** Longest that a step waits for one thing; on a quiet machine each takes a second or two. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  Scene(Members members, Newcomer newcomer, LongSupplier nanos) {
    this(members, newcomer, new NewcomerState(newcomer), new LinkedHashMap<>(), nanos);
  }

  /** The name of the list that the newcomer follows. */
  String followed() {
    return String.valueOf(lists.get(members.publisher(1).name()));
  }

  /** Waits until something holds, or fails the step. */
  void await(String what, Story.Condition condition) throws IOException, InterruptedException {
    Story.await(what, PATIENCE, nanos, condition);
  }

  /** Seconds since {@code begun} of {@link #nanos}. */
  double since(long begun) {
    return (nanos.getAsLong() - begun) / 1e9;
  }
}
