package org.trustnet.ipns.name;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * The last record that we published of each name, kept across restarts: the next sequence counts
 * from it. Safe on any thread; blocks on a disk.
 */
public interface PublishedStore {
  /** The record of {@code name}, or empty. */
  Optional<Bytes> find(PeerId name);

  /**
   * How long a record of {@code name} is to be valid from its signing on, as it was last put; empty
   * if that is not known.
   */
  Optional<Duration> lifetime(PeerId name);

  /**
   * Keeps the record, in place of the last; it is on the disk when this returns.
   *
   * @param lifetime what {@link #lifetime} gives from now on
   * @throws java.io.UncheckedIOException if it cannot be written: the last one is still there
   */
  void put(PeerId name, Bytes record, Duration lifetime);

  /** Forgets the name; false if it was not there. */
  boolean remove(PeerId name);

  /** All names, in order. */
  List<PeerId> names();
}
