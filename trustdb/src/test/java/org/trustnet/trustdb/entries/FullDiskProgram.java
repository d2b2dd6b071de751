package org.trustnet.trustdb.entries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.trustnet.testkit.crash.Acknowledgements;
import org.trustnet.testkit.crash.FileSizeLimit;
import org.trustnet.trustdb.Database;

/**
 * Fills the disk in the middle of a commit, again and again, each time some bytes further on, and
 * makes room again, all with one database that stays open.
 */
final class FullDiskProgram {
  static final int ROUNDS = 12;
  private static final int STEP_BYTES = 37;
  private static final int READERS = 2;

  private final Path folder;
  private final RocksEntryStore store;
  private int state;

  private FullDiskProgram(Path folder, RocksEntryStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** Arguments: the database's folder. Ends with exit 1 and a reason if anything was lost. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int state;
    try (Database database = NumberedCommits.open(folder)) {
      FullDiskProgram program = new FullDiskProgram(folder, new RocksEntryStore(database));
      for (int round = 0; round < ROUNDS; round++) {
        program.round(round * STEP_BYTES);
      }
      state = program.state;
    }
    try (Database database = NumberedCommits.open(folder)) {
      assertThat(NumberedCommits.state(new RocksEntryStore(database))).isEqualTo(state);
    }
    new Acknowledgements().say("refused " + ROUNDS + " times");
  }

  private void round(long bytesLeft) throws Exception {
    commitNext();
    FileSizeLimit.set(logBytes() + bytesLeft);
    for (int i = 0; i < 2; i++) {
      UncheckedIOException refused =
          catchThrowableOfType(
              UncheckedIOException.class, () -> store.commit(NumberedCommits.batch(state + 1)));
      assertThat(refused)
          .hasMessageContaining("takes no changes")
          .hasMessageContaining("make room on its disk")
          .message()
          .doesNotContain("\n");
      assertThat(NumberedCommits.state(store)).isEqualTo(state);
    }
    FileSizeLimit.lift();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> readers =
          Stream.generate(() -> threads.submit(this::readOften)).limit(READERS).toList();
      commitNext();
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
    assertThat(NumberedCommits.state(store)).isEqualTo(state);
  }

  private void commitNext() {
    store.persistSeen(NumberedCommits.NAME, NumberedCommits.floor(state + 1L));
    store.commit(NumberedCommits.batch(state + 1));
    state++;
  }

  /** Reads before, during and after the database is opened again: it never goes back. */
  private int readOften() {
    long floor = 0;
    int reads = 0;
    for (; reads < 200; reads++) {
      long now = NumberedCommits.floorOf(store);
      assertThat(now).isGreaterThanOrEqualTo(floor);
      floor = now;
    }
    return reads;
  }

  private long logBytes() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .mapToLong(file -> file.toFile().length())
          .max()
          .orElseThrow();
    }
  }
}
