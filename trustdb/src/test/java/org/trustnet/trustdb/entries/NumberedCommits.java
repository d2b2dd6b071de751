package org.trustnet.trustdb.entries;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.testkit.crash.Acknowledgements;
import org.trustnet.trust.Samples;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.NativeLibrary;

/**
 * A store whose state is a number, changed as a refresh does it: first the floor, synced, then
 * entry, file, floor and audit line at once. As a program it goes on until it is killed.
 */
final class NumberedCommits {
  /** Above what a child reaches before it is killed. */
  private static final int MOST = 100_000;

  private static final ListedEntry FIRST =
      Samples.entry("acme", TrustLevel.TRUSTED, Overrides.NONE);
  static final EntryKey KEY = FIRST.key();
  static final PeerId NAME = ((EntryKey.OfName) KEY).name();

  private NumberedCommits() {}

  /** Arguments: the database's folder. Says {@code seen N} and {@code done N}. */
  public static void main(String[] arguments) {
    Acknowledgements acknowledgements = new Acknowledgements();
    try (Database database = open(Path.of(arguments[0]))) {
      RocksEntryStore store = new RocksEntryStore(database);
      for (int number = state(store) + 1; number <= MOST; number++) {
        store.persistSeen(NAME, floor(number));
        acknowledgements.say("seen " + number);
        store.commit(batch(number));
        acknowledgements.say("done " + number);
      }
    }
  }

  /** Beside the library, unpacked once: each killed child would leave its own behind. */
  static Database open(Path folder) {
    NativeLibrary.load(folder.resolveSibling("native"));
    return Database.open(folder, 1, RocksEntryStore.TABLES);
  }

  static EntryBatch batch(int number) {
    ListedEntry entry = entry(number);
    return EntryBatch.builder()
        .entry(entry)
        .file(entry.key(), file(number))
        .name(NameRecord.of(NAME).raised(floor(number)))
        .audit(AuditLine.of(Samples.T0, Actor.PROGRAM, "update", entry.key(), "" + number))
        .build();
  }

  static Floor floor(long number) {
    return new Floor(number, Multihash.sha256(Bytes.utf8("value " + number)).digest());
  }

  private static ListedEntry entry(long number) {
    Life life = FIRST.life();
    return FIRST.withLife(
        new Life(
            life.fetched(),
            life.ttl(),
            life.eol(),
            Optional.of(number),
            life.cid(),
            life.alarms(),
            Life.Revocation.VALID,
            Optional.empty(),
            Optional.empty()));
  }

  static CachedFile file(int number) {
    return Samples.cached(Samples.file(Samples.node("node-" + number)));
  }

  /** The number of the last commit, all of whose parts are there; an error if one is not. */
  static int state(RocksEntryStore store) {
    List<AuditLine> lines = store.audit(MOST);
    int number = lines.size();
    for (int i = 0; i < number; i++) {
      assertThat(lines.get(i).text()).isEqualTo("" + (number - i));
    }
    Optional<Holding> holding = store.holding(FIRST.key());
    long floor = store.name(NAME).flatMap(NameRecord::floor).map(Floor::sequence).orElse(0L);
    assertThat(floor).isIn((long) number, number + 1L);
    if (number == 0) {
      assertThat(holding).isEmpty();
    } else {
      assertThat(store.name(NAME).flatMap(NameRecord::floor)).contains(floor(floor));
      assertThat(holding).contains(Holding.of(entry(number), file(number)));
    }
    return number;
  }

  static long floorOf(RocksEntryStore store) {
    return store.name(NAME).flatMap(NameRecord::floor).map(Floor::sequence).orElse(0L);
  }
}
