package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.trustnet.bootstrap.demo.Story.StepFailed;
import org.trustnet.multiformats.Bytes;

/**
 * What all steps see: the nodes, the newcomer, the lists that were published, the time.
 *
 * @param seen what the newcomer says of itself
 * @param lists what each publisher published last, by the publisher
 * @param records the first record of each list, by the publisher
 * @param nanos monotonic
 */
record Scene(
    Members members,
    Newcomer newcomer,
    NewcomerState seen,
    Map<String, Lists.Published> lists,
    Map<String, Bytes> records,
    LongSupplier nanos) {
  /** Longest that a step waits for one thing; on a quiet machine each takes a second or two. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  Scene(Members members, Newcomer newcomer, LongSupplier nanos) {
    this(
        members,
        newcomer,
        new NewcomerState(newcomer),
        new LinkedHashMap<>(),
        new HashMap<>(),
        nanos);
  }

  /** The name of the list that the newcomer follows. */
  String followed() {
    return name(1);
  }

  /**
   * The name of a list.
   *
   * @param publisher 1 to {@link Members#PUBLISHERS}
   */
  String name(int publisher) {
    Lists.Published list = lists.get(members.publisher(publisher).name());
    if (list == null) {
      throw new StepFailed(members.publisher(publisher).name() + " has published nothing");
    }
    return list.name();
  }

  /** Has a list published that names these nodes. */
  Lists.Published publish(Member publisher, List<Member> listed)
      throws IOException, InterruptedException {
    Lists.Published list = Lists.publish(publisher, listed);
    lists.put(publisher.name(), list);
    return list;
  }

  /**
   * The record of a list's first version.
   *
   * @param publisher 1 to {@link Members#PUBLISHERS}
   */
  Bytes recorded(int publisher) {
    return records.getOrDefault(members.publisher(publisher).name(), Bytes.empty());
  }

  /** Whom the list that the newcomer follows names at first. */
  List<Member> listedFirst() {
    return List.of(members.publisher(1), members.publisher(2), members.last());
  }

  /** Whom it names since it was changed. */
  List<Member> listedNow() {
    return List.of(members.publisher(1), members.publisher(3), members.last());
  }

  /**
   * Checks that the newcomer may bootstrap through these and no other. It calls itself bootstrapped
   * only when one of those has answered, or peers of four networks, and loopback is one.
   */
  void bootstrapsOnlyThrough(List<Member> listed) throws IOException, InterruptedException {
    Set<String> allowed = seen.bootstrapPeers();
    if (!allowed.equals(listed.stream().map(Member::peer).collect(Collectors.toSet()))) {
      throw new StepFailed("it may bootstrap through others than the listed nodes: " + allowed);
    }
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
