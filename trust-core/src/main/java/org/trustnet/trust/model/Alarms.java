package org.trustnet.trust.model;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Since when something is wrong with the refresh of an entry, in trust time. Section 4. Cleared
 * when the newest record's file is committed.
 *
 * @param behind a newer record is known than the file in use: {@code behind}
 * @param frozen an answered lookup after the record's EOL brought nothing newer: {@code frozen}
 * @param silent a seeded entry's answered lookups bring no record
 * @param unread the file of a record with a reserved sequence cannot be read: withheld at once
 */
public record Alarms(
    Optional<Instant> behind,
    Optional<Instant> frozen,
    Optional<Instant> silent,
    Optional<Instant> unread) {
  public static final Alarms NONE =
      new Alarms(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** When the first of those that are subject to {@code Trust.FrozenGrace} began. */
  public Optional<Instant> first() {
    return Stream.of(behind, frozen, silent).flatMap(Optional::stream).min(Instant::compareTo);
  }

  public Alarms nowBehind(Instant now) {
    return new Alarms(Optional.of(behind.orElse(now)), frozen, silent, unread);
  }

  public Alarms nowFrozen(Instant now) {
    return new Alarms(behind, Optional.of(frozen.orElse(now)), silent, unread);
  }

  public Alarms nowSilent(Instant now) {
    return new Alarms(behind, frozen, Optional.of(silent.orElse(now)), unread);
  }

  /**
   * What is left when a file has been committed or confirmed: an unread record with a reserved
   * sequence stays the newest, whatever else comes.
   */
  public Alarms resolved() {
    return unread.isPresent()
        ? new Alarms(behind, Optional.empty(), Optional.empty(), unread)
        : NONE;
  }

  /**
   * What is left when the record with the reserved sequence has been read and revokes nothing, or
   * the user has the newest record forgotten.
   */
  public Alarms read() {
    return new Alarms(Optional.empty(), frozen, silent, Optional.empty());
  }

  public Alarms nowUnread(Instant now) {
    return new Alarms(
        Optional.of(behind.orElse(now)), frozen, silent, Optional.of(unread.orElse(now)));
  }
}
