package org.trustnet.bootstrap.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many operations each caller has running. A caller of {@code API.Authorizations} may have a
 * share of the places, and all of them together leave some to who holds the master token: an
 * operation may last for hours. Safe on any thread.
 */
final class RunningCalls {
  /** Operations of one caller other than the master that run at once. */
  static final int MAX_OF_CALLER = 32;

  /** Places that only the master's operations take. */
  static final int OF_MASTER = 16;

  private final Map<String, Integer> running = new HashMap<>();

  /**
   * Takes a place.
   *
   * @param caller as {@link RpcGuard#tokenName} calls it
   * @return why there is none for it; empty if it has one, to be given back by {@link #ended}
   */
  synchronized Optional<String> began(String caller) {
    int own = running.getOrDefault(caller, 0);
    int all = running.values().stream().mapToInt(Integer::intValue).sum();
    if (!caller.equals(RpcGuard.MASTER)) {
      if (own >= MAX_OF_CALLER) {
        return Optional.of("busy: " + own + " operations of " + caller + " are running");
      }
      int others = all - running.getOrDefault(RpcGuard.MASTER, 0);
      if (others >= RpcServer.MAX_CALLS - OF_MASTER) {
        return Optional.of("busy: " + others + " operations are running");
      }
    }
    if (all >= RpcServer.MAX_CALLS) {
      return Optional.of("busy: " + all + " operations are running");
    }
    running.put(caller, own + 1);
    return Optional.empty();
  }

  /** Gives a place back that {@link #began} gave. */
  synchronized void ended(String caller) {
    running.computeIfPresent(caller, (_, count) -> count > 1 ? count - 1 : null);
  }
}
