package org.trustnet.trustdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trustnet.trustdb.DatabaseException.Kind;

/** What was written is there after damage, or the database says that it is damaged. */
final class DatabaseDamageTest {
  private static final int BATCHES = 40;
  private static final int LAST_BATCH_BYTES = 1_500;
  private static final int REFUSED = -1;

  private Path folder;

  /** In memory where there is such a folder: every opening syncs several files. */
  @BeforeEach
  void makeFolder() throws IOException {
    Path memory = Path.of("/dev/shm");
    folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "trustdb-")
            : Files.createTempDirectory("trustdb-");
  }

  @AfterEach
  void removeFolder() throws IOException {
    FolderCopy.remove(folder);
  }

  private record Written(FolderCopy before, FolderCopy after) {}

  /** A database before and after its last batch, which fills a part of the log's last 4 KiB. */
  private Written written() {
    Path source = folder.resolve("source");
    try (Database database = NumberedRows.open(source)) {
      for (int number = 1; number < BATCHES; number++) {
        NumberedRows.append(database, number, 60);
      }
      FolderCopy before = FolderCopy.of(source);
      NumberedRows.append(database, BATCHES, LAST_BATCH_BYTES);
      return new Written(before, FolderCopy.of(source));
    }
  }

  /** The same rows, all in sorted files. */
  private FolderCopy sorted() {
    written();
    Path source = folder.resolve("source");
    NumberedRows.open(source).close();
    return FolderCopy.of(source);
  }

  /** The state that {@code files} open to, or {@link #REFUSED}. */
  private int opened(FolderCopy files, String name) {
    Path copy = folder.resolve(name);
    files.writeTo(copy);
    try (Database database = NumberedRows.open(copy)) {
      return NumberedRows.state(database);
    } catch (DatabaseException e) {
      assertThat(e.kind()).describedAs(e.getMessage()).isEqualTo(Kind.DAMAGED);
      assertThat(e)
          .hasMessageContaining(copy.toString())
          .hasMessageContaining("restore a backup; to move the folder away and start anew gives up")
          .hasMessageContaining("floors")
          .message()
          .doesNotContain("\n");
      return REFUSED;
    }
  }

  @Test
  void aLogCutAtAnyByteOpensToTheOldStateOrTheNewOrIsRefused() {
    Written written = written();
    String log = written.after().names(".log").getLast();
    byte[] whole = written.after().file(log);
    int lastBatch = written.before().file(log).length;
    // The last batch was not acknowledged yet: the crash came between its sync and the mark.
    FolderCopy crashed =
        written.after().with(AcknowledgedMark.NAME, written.before().file(AcknowledgedMark.NAME));
    List<String> wrong =
        IntStream.rangeClosed(whole.length - 4_096, whole.length)
            .parallel()
            .mapToObj(
                cut -> {
                  int state =
                      opened(
                          crashed.with(log, Arrays.copyOf(whole, cut)),
                          "cut-" + Thread.currentThread().threadId());
                  int expected =
                      cut == whole.length ? BATCHES : cut >= lastBatch ? BATCHES - 1 : REFUSED;
                  return state == expected ? "" : "cut at " + cut + " opens to " + state;
                })
            .filter(line -> !line.isEmpty())
            .toList();
    assertThat(lastBatch).isBetween(whole.length - 4_000, whole.length - 100);
    assertThat(wrong).isEmpty();
  }

  @Test
  void aLogCutWithinTheAcknowledgedLastBatchIsRefused() {
    Written written = written();
    String log = written.after().names(".log").getLast();
    byte[] whole = written.after().file(log);
    for (int cut : new int[] {0, 1, 500, written.before().file(log).length, whole.length - 1}) {
      FolderCopy files = written.after().with(log, Arrays.copyOf(whole, cut));
      assertThat(opened(files, "copy")).describedAs("cut at %d", cut).isEqualTo(REFUSED);
    }
    assertThat(opened(written.after().without(log), "copy")).isEqualTo(REFUSED);
  }

  @Test
  void staysRefusedWhenItIsOpenedAgain() {
    Written written = written();
    String log = written.after().names(".log").getLast();
    byte[] whole = written.after().file(log);
    FolderCopy files = written.after().with(log, Arrays.copyOf(whole, whole.length - 1));
    assertThat(opened(files, "copy")).isEqualTo(REFUSED);
    assertThatThrownBy(() -> NumberedRows.open(folder.resolve("copy")))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("is damaged (it ends at change");
  }

  @Test
  void aFlippedBitInTheLogIsRefusedOrHarmless() {
    FolderCopy files = written().after();
    flipBits(files, files.names(".log").getLast(), 200);
  }

  @Test
  void aFlippedBitInASortedFileIsRefusedOrHarmless() {
    FolderCopy files = sorted();
    assertThat(files.names(".sst")).isNotEmpty();
    files.names(".sst").forEach(name -> flipBits(files, name, 60));
  }

  @Test
  void aFlippedBitInTheOtherFilesIsRefusedOrHarmless() {
    FolderCopy files = sorted();
    List<String> manifests =
        files.names("").stream().filter(name -> name.startsWith("MANIFEST")).toList();
    assertThat(manifests).isNotEmpty();
    manifests.forEach(name -> flipBits(files, name, 100));
    flipBits(files, "CURRENT", 30);
    flipBits(files, "IDENTITY", 5);
    flipBits(files, AcknowledgedMark.NAME, 30);
  }

  private void flipBits(FolderCopy files, String name, int times) {
    Random random = new Random(20_260_101);
    for (int i = 0; i < times; i++) {
      byte[] content = files.file(name);
      int bit = random.nextInt(content.length * 8);
      content[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(opened(files.with(name, content), "copy"))
          .describedAs("bit %d of %s", bit, name)
          .isIn(BATCHES, REFUSED);
    }
  }

  @Test
  void aFileThatIsGoneIsRefused() {
    FolderCopy files = sorted();
    for (String name : files.names("")) {
      boolean needed =
          name.endsWith(".sst") || name.startsWith("MANIFEST") || name.equals("CURRENT");
      assertThat(opened(files.without(name), "copy"))
          .describedAs("without %s", name)
          .isEqualTo(needed ? REFUSED : BATCHES);
    }
  }

  @Test
  void aRefusedDatabaseKeepsItsFilesWhenItsBeginningIsGone() {
    FolderCopy files = sorted().without("CURRENT");
    assertThat(opened(files, "copy")).isEqualTo(REFUSED);
    assertThat(FolderCopy.of(folder.resolve("copy")).names("")).isEqualTo(files.names(""));
  }
}
