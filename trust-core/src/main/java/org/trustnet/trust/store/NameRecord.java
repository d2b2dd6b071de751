package org.trustnet.trust.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.PeerId;

/**
 * What is remembered of an IPNS name outside its entry, so that removing the entry keeps it.
 *
 * @param name the name
 * @param floor the highest sequence seen; empty if none
 * @param mark whether it was revoked, removed by the user, or neither
 * @param inspected what stands for the values whose files were seen, used or looked at for a
 *     revocation: the value's CID, or of a value with a path the CID of its text; oldest first, at
 *     most {@link #MAX_INSPECTED}
 * @param updates how many updates were accepted
 */
public record NameRecord(
    PeerId name, Optional<Floor> floor, Mark mark, List<Cid> inspected, UpdateTally updates) {
  /** Most values remembered; an attacker who replays more buys 4 look-ups a day, no more. */
  public static final int MAX_INSPECTED = 64;

  /** What bars a name from being added again. */
  public enum Mark {
    NONE,
    /** Removed by the user: nothing but {@code trust add} brings it back. */
    REMOVED,
    /** Revoked by its publisher: nothing brings it back. */
    REVOKED
  }

  public NameRecord {
    inspected =
        List.copyOf(
            inspected.size() <= MAX_INSPECTED
                ? inspected
                : inspected.subList(inspected.size() - MAX_INSPECTED, inspected.size()));
  }

  public static NameRecord of(PeerId name) {
    return new NameRecord(name, Optional.empty(), Mark.NONE, List.of(), UpdateTally.NONE);
  }

  /** This record with its floor raised to {@code seen}; unchanged if that is not above it. */
  public NameRecord raised(Floor seen) {
    boolean up = floor.map(seen::above).orElse(true);
    return up ? new NameRecord(name, Optional.of(seen), mark, inspected, updates) : this;
  }

  /**
   * What is kept when {@code later} is written over this: the higher floor (of equal sequences the
   * one seen first), revoked for good, otherwise what {@code later} says.
   */
  public NameRecord merged(NameRecord later) {
    NameRecord kept =
        new NameRecord(
            name,
            floor,
            mark == Mark.REVOKED ? Mark.REVOKED : later.mark,
            later.inspected,
            later.updates);
    return later.floor.map(kept::raised).orElse(kept);
  }

  /** This record without floor: {@code trust reset-floor}. */
  public NameRecord withoutFloor() {
    return new NameRecord(name, Optional.empty(), mark, inspected, updates);
  }

  /** Marked; revoked stays revoked. */
  public NameRecord marked(Mark to) {
    return mark == Mark.REVOKED ? this : new NameRecord(name, floor, to, inspected, updates);
  }

  public NameRecord inspected(Cid cid) {
    if (inspected.contains(cid)) {
      return this;
    }
    List<Cid> more = new ArrayList<>(inspected);
    more.add(cid);
    return new NameRecord(name, floor, mark, more, updates);
  }

  public NameRecord withUpdates(UpdateTally to) {
    return new NameRecord(name, floor, mark, inspected, to);
  }
}
