package org.trustnet.bootstrap.trust;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.refresh.RefreshQueue;

/**
 * The entries whose names are followed, by key and by name, one {@link Follower} each at a time.
 * Under the writer's lock, but for {@link #follows}.
 */
final class Followers {
  private final RefreshQueue queue;
  private final RandomGenerator random;
  private final Map<EntryKey, Follower> byKey = new HashMap<>();
  private final Map<PeerId, EntryKey> byName = new ConcurrentHashMap<>();

  /**
   * Nobody is followed at first.
   *
   * @param queue where a follower that is removed or replaced no longer waits
   * @param random for the machines' jitter
   */
  Followers(RefreshQueue queue, RandomGenerator random) {
    this.queue = queue;
    this.random = random;
  }

  /** Whether some entry has this name. On any thread. */
  boolean follows(PeerId name) {
    return byName.containsKey(name);
  }

  @Nullable Follower of(EntryKey key) {
    return byKey.get(key);
  }

  @Nullable Follower named(PeerId name) {
    EntryKey key = byName.get(name);
    return key == null ? null : byKey.get(key);
  }

  List<Follower> all() {
    return List.copyOf(byKey.values());
  }

  boolean idle() {
    return byKey.values().stream().allMatch(follower -> follower.outstanding == 0);
  }

  /** Whether it was neither removed nor replaced since. */
  @SuppressWarnings("ReferenceEquality") // a follower that was replaced is another one
  boolean current(Follower follower) {
    return byKey.get(follower.key) == follower;
  }

  void add(EntryKey key, PeerId name) {
    byKey.put(key, new Follower(key, name, random));
    byName.put(name, key);
  }

  @Nullable Follower remove(EntryKey key) {
    Follower gone = byKey.remove(key);
    if (gone != null) {
      queue.remove(key);
      if (byName.remove(gone.name, key)) { // another entry may follow the same name
        byKey.values().stream()
            .filter(follower -> follower.name.equals(gone.name))
            .findFirst()
            .ifPresent(follower -> byName.put(gone.name, follower.key));
      }
    }
    return gone;
  }

  /** Puts a new machine in the place of one whose memory is worth nothing any more. */
  Follower replace(Follower old) {
    Follower anew = new Follower(old.key, old.name, random);
    queue.remove(old.key);
    byKey.put(old.key, anew);
    return anew;
  }
}
