package org.trustnet.trust.refresh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The records of one lookup that count, in bounded memory. Who can sign any number of records must
 * not be able to crowd out a revocation, which others outrank: one that is known by its value is
 * always kept, of those with a sequence that no list may have are kept drawn ones, and they take no
 * room from the usual ones, of which the best are kept. For one thread.
 */
public final class LookupRecords {
  /** Most records kept of each kind: a DHT quorum and every connected peer we ask. */
  public static final int MAX = 64;

  private static final Comparator<RecordSummary> BEST_FIRST =
      RecordSummary.BY_SELECTION.thenComparing(RecordSummary::valueSha256).reversed();

  private final NavigableSet<RecordSummary> usual = new TreeSet<>(BEST_FIRST);

  /** Those whose sequence is reserved or a fast-forward. */
  private final WaitingRecords unusual;

  /** One of those whose value leads nowhere: only that there are such matters. */
  private Optional<RecordSummary> useless = Optional.empty();

  private Optional<RecordSummary> revocation = Optional.empty();

  /**
   * @param random draws which are kept
   */
  public LookupRecords(RandomGenerator random) {
    this.unusual = new WaitingRecords(random, MAX);
  }

  /** Takes a validly signed record of the name, and keeps it or not. */
  public void add(RecordSummary record) {
    if (RevocationSearch.certain(record)) {
      revocation = Optional.of(record);
    } else if (!Sequences.reserved(record.sequence())
        && !Sequences.fastForward(record.sequence())) {
      usual.add(record);
      if (usual.size() > MAX) {
        usual.pollLast();
      }
    } else if (RecordValue.parse(record.value()).isPresent()) {
      unusual.add(record);
    } else {
      useless = Optional.of(record);
    }
  }

  /** A record that revokes for certain, if one came. */
  Optional<RecordSummary> revocation() {
    return revocation;
  }

  /** All that are kept, {@code 2 * MAX + 2} at most. */
  public List<RecordSummary> all() {
    List<RecordSummary> all = new ArrayList<>(usual);
    all.addAll(unusual.all());
    useless.ifPresent(all::add);
    revocation.ifPresent(all::add);
    return all;
  }
}
