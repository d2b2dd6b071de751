package org.trustnet.trust.refresh;

import java.time.Instant;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;

/**
 * What a machine judges against, as it is at that moment.
 *
 * @param entry an entry with a name
 * @param file its cached file
 * @param name what is remembered of its name
 * @param resolution whether its name may be resolved
 * @param roomForNodes how many more nodes the index takes, those of this entry's file not counted
 */
public record Known(
    ListedEntry entry,
    Optional<CachedFile> file,
    NameRecord name,
    Resolution resolution,
    int roomForNodes) {

  /** Whether a name may be asked for. */
  public enum Resolution {
    OPEN,
    /** The user blocked the name: it is never resolved. */
    BLOCKED
  }

  /**
   * What is known of the entry with this key at the moment.
   *
   * @param name what the store remembers of its name
   * @throws IllegalArgumentException if there is no such entry, or it has no name
   */
  public static Known of(Snapshot snapshot, EntryKey key, NameRecord name) {
    Holding holding =
        snapshot
            .holding(key)
            .filter(h -> h.entry() instanceof ListedEntry listed && !listed.local())
            .orElseThrow(() -> new IllegalArgumentException("no name behind " + key));
    int own = holding.file().map(f -> f.file().nodeCount()).orElse(0);
    return new Known(
        (ListedEntry) holding.entry(),
        holding.file(),
        name,
        snapshot.nameBlocked(name.name()) ? Resolution.BLOCKED : Resolution.OPEN,
        Snapshot.MAX_NODES - snapshot.indexedNodes() + own);
  }

  public Known withRoomForNodes(int nodes) {
    return new Known(entry, file, name, resolution, nodes);
  }

  /** The same with other alarms. */
  Known withAlarms(Alarms alarms) {
    return new Known(
        entry.withLife(life().withAlarms(alarms)), file, name, resolution, roomForNodes);
  }

  /** The same with its floor raised. */
  Known raised(Floor seen) {
    return new Known(entry, file, name.raised(seen), resolution, roomForNodes);
  }

  /** {@code alarms}, and that we are behind if we are. */
  Alarms orBehind(Alarms alarms, Instant at) {
    return behind() ? alarms.nowBehind(at) : alarms;
  }

  Life life() {
    return entry.life();
  }

  PeerId publisher() {
    return entry.name().orElseThrow();
  }

  Optional<Floor> floor() {
    return name.floor();
  }

  /** Whether a newer record is known than the one whose file is used. */
  boolean behind() {
    return floor()
        .map(f -> life().used().map(u -> Long.compareUnsigned(f.sequence(), u) > 0).orElse(true))
        .orElse(false);
  }

  boolean revoked() {
    return life().revoked() || name.mark() == NameRecord.Mark.REVOKED;
  }
}
