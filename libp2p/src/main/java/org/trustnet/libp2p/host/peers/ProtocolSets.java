package org.trustnet.libp2p.host.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sets of protocols that peers share: most peers run one of a few programs. A set becomes a shared
 * one when it is seen; the one seen least lately makes room, and costs its peers nothing. Its user
 * holds the book's lock.
 */
final class ProtocolSets {
  /** Sets that are shared; a public network shows a few dozen. */
  static final int MAX_SETS = 512;

  /** Protocols that are kept of a peer; Kubo has about 20. */
  static final int MAX_PROTOCOLS = 128;

  /** Longest name that is kept. */
  static final int MAX_CHARS = 128;

  /** Characters of a set that may be shared; a larger one is charged to its peer. */
  private static final int MAX_SHARED_CHARS = 2_048;

  /**
   * A set to be kept.
   *
   * @param ownBytes what it costs its peer
   */
  record Interned(Set<String> protocols, int ownBytes) {}

  private final Map<Set<String>, Set<String>> shared = new LinkedHashMap<>(16, 0.75f, true);

  Interned intern(Set<String> protocols) {
    Set<String> kept =
        protocols.stream()
            .filter(name -> name.length() <= MAX_CHARS)
            .sorted()
            .limit(MAX_PROTOCOLS)
            .collect(Collectors.toUnmodifiableSet());
    Set<String> known = shared.get(kept);
    if (known != null) {
      return new Interned(known, 0);
    }
    int chars = kept.stream().mapToInt(String::length).sum();
    if (chars <= MAX_SHARED_CHARS) {
      shared.put(kept, kept);
      if (shared.size() > MAX_SETS) {
        shared.remove(shared.keySet().iterator().next());
      }
    }
    return new Interned(kept, chars);
  }
}
