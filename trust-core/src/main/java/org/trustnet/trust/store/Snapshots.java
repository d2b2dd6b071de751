package org.trustnet.trust.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.trust.decide.Policy;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustEntry;

/** From a store to the snapshot of what is in it, and from batch to batch. Any thread. */
public final class Snapshots {
  private Snapshots() {}

  /**
   * The snapshot of a store that was just opened.
   *
   * @param config what the configuration says; matrix and blocks are the store's
   */
  public static Snapshot load(EntryStore store, Policy config) {
    Policy policy = config.withMatrix(store.matrix()).withBlocks(store.blocks());
    return Snapshot.of(policy, store.holdings());
  }

  /** The snapshot after {@code batch}, which was just committed. */
  public static Snapshot apply(Snapshot before, EntryBatch batch) {
    Map<EntryKey, TrustEntry> entries = new HashMap<>();
    batch.entries().forEach(e -> entries.put(e.key(), e));
    Map<EntryKey, Optional<CachedFile>> files = new HashMap<>();
    batch.files().forEach(f -> files.put(f.key(), f.file()));
    Set<EntryKey> removed = new HashSet<>(batch.removed());
    removed.removeAll(entries.keySet());
    Set<EntryKey> touched = new HashSet<>(entries.keySet());
    touched.addAll(files.keySet());
    touched.removeAll(removed);
    List<Holding> changed = new ArrayList<>();
    for (EntryKey key : touched) {
      Optional<Holding> old =
          batch.removed().contains(key) ? Optional.empty() : before.holding(key);
      Optional<TrustEntry> entry =
          Optional.ofNullable(entries.get(key)).or(() -> old.map(Holding::entry));
      Optional<CachedFile> file = files.getOrDefault(key, old.flatMap(Holding::file));
      entry.ifPresent(e -> changed.add(new Holding(e, file)));
    }
    Policy policy = before.policy();
    policy = batch.matrix().map(policy::withMatrix).orElse(policy);
    policy = batch.blocks().map(policy::withBlocks).orElse(policy);
    Snapshot next = changed.isEmpty() && removed.isEmpty() ? before : before.with(changed, removed);
    return policy.equals(before.policy()) ? next : next.with(policy);
  }
}
