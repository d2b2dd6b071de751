package org.trustnet.libp2p.host.manage;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.trustnet.multiformats.PeerId;

/** Tags and protections of peers. Its user holds the lock. */
final class PeerTags {
  static final int MAX_PEERS = 16_384;
  static final int MAX_OF_PEER = 32;

  private final Map<PeerId, Map<String, Integer>> tags = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<PeerId, Set<String>> protections = new LinkedHashMap<>();

  void tag(PeerId peer, String tag, int value) {
    Map<String, Integer> of = tags.computeIfAbsent(peer, _ -> new LinkedHashMap<>(4));
    if (value == 0) {
      of.remove(tag);
    } else {
      require(of.size() < MAX_OF_PEER || of.containsKey(tag), "tags of one peer");
      of.put(tag, value);
    }
    if (of.isEmpty()) {
      tags.remove(peer);
    }
    if (tags.size() > MAX_PEERS) {
      tags.remove(tags.keySet().iterator().next());
    }
  }

  void protect(PeerId peer, String tag) {
    require(protections.size() < MAX_PEERS || protections.containsKey(peer), "protected peers");
    Set<String> of = protections.computeIfAbsent(peer, _ -> new LinkedHashSet<>(2));
    require(of.size() < MAX_OF_PEER || of.contains(tag), "protections of one peer");
    of.add(tag);
  }

  boolean unprotect(PeerId peer, String tag) {
    Set<String> of = protections.get(peer);
    if (of == null) {
      return false;
    }
    of.remove(tag);
    if (of.isEmpty()) {
      protections.remove(peer);
    }
    return !of.isEmpty();
  }

  Set<String> protections(PeerId peer) {
    return Set.copyOf(protections.getOrDefault(peer, Set.of()));
  }

  Map<String, Integer> tags(PeerId peer) {
    return Map.copyOf(tags.getOrDefault(peer, Map.of()));
  }

  TrimPolicy.Standing standing(PeerId peer) {
    Map<String, Integer> of = tags.get(peer);
    long value = of == null ? 0 : of.values().stream().mapToLong(Integer::longValue).sum();
    int clamped = Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return new TrimPolicy.Standing(clamped, protections.containsKey(peer));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("too many " + what);
    }
  }
}
