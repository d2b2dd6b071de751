package org.trustnet.trustdb.entries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.trustnet.testkit.crash.Acknowledgements;
import org.trustnet.testkit.crash.FileSizeLimit;
import org.trustnet.trustdb.Database;

/** Fills the disk in the middle of a commit, again and again, each time some bytes further on. */
final class FullDiskProgram {
  static final int ROUNDS = 12;
  private static final int STEP_BYTES = 37;

  private FullDiskProgram() {}

  /** Arguments: the database's folder. Ends with exit 1 and a reason if anything was lost. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int state = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (Database database = NumberedCommits.open(folder)) {
        RocksEntryStore store = new RocksEntryStore(database);
        assertThat(NumberedCommits.state(store)).isEqualTo(state);
        store.persistSeen(NumberedCommits.NAME, NumberedCommits.floor(state + 1L));
        store.commit(NumberedCommits.batch(state + 1));
        state++;
        FileSizeLimit.set(logBytes(folder) + (long) round * STEP_BYTES);
        int next = state + 1;
        UncheckedIOException refused =
            catchThrowableOfType(
                UncheckedIOException.class, () -> store.commit(NumberedCommits.batch(next)));
        assertThat(refused).hasMessageContaining("cannot be used").message().doesNotContain("\n");
        assertThat(NumberedCommits.state(store)).isEqualTo(state);
        FileSizeLimit.lift();
      }
    }
    new Acknowledgements().say("refused " + ROUNDS + " times");
  }

  private static long logBytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .mapToLong(file -> file.toFile().length())
          .max()
          .orElseThrow();
    }
  }
}
