package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.repo.Creation;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trustdb.entries.RocksEntryStore;

/**
 * A creation that ended at any of its steps is finished by the next one, with the key that is
 * there.
 */
class InterruptedCreationTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();

  /** The states of the folder, in order: each has what those before it have. */
  private enum Moment {
    FOLDER,
    LOCK,
    HALF_A_MARK,
    MARK,
    FOLDERS,
    HALF_A_KEY,
    KEY,
    DATABASE_BEGUN,
    HALF_A_DATABASE,
    WHOLE_DATABASE,
    DATABASE_IN_PLACE,
    TOKEN,
    HALF_A_CONFIGURATION,
    CONFIGURATION;

    boolean after(Moment other) {
      return compareTo(other) >= 0;
    }
  }

  @TempDir private Path temp;
  private Path whole;
  private Path folder;

  @BeforeEach
  void makeAWholeOne() {
    whole = temp.resolve("whole");
    folder = temp.resolve("folder");
    NewRepository.create(whole, Profile.TEST, REAL);
  }

  private void file(String name) throws IOException {
    Files.copy(whole.resolve(name), folder.resolve(name));
  }

  private void half(String name) throws IOException {
    Path copy = Files.createTempFile(folder.resolve(name).getParent(), ".write-", ".tmp");
    byte[] content = Files.readAllBytes(whole.resolve(name));
    Files.write(copy, java.util.Arrays.copyOf(content, content.length / 2));
  }

  /** The database's first files, by name, and its folder at least. */
  private void database(String name, int files) throws IOException {
    Files.createDirectory(folder.resolve(name));
    try (Stream<Path> all = Files.list(whole.resolve("db"))) {
      for (Path file : all.sorted().limit(files).toList()) {
        Files.copy(file, folder.resolve(name).resolve(file.getFileName()));
      }
    }
  }

  private void interruptedAt(Moment moment) throws IOException {
    Files.createDirectory(folder);
    if (moment.after(Moment.LOCK)) {
      file("repo.lock");
    }
    if (moment.after(Moment.HALF_A_MARK)) {
      Files.createTempFile(folder, ".write-", ".tmp");
    }
    if (moment.after(Moment.MARK)) {
      Files.writeString(folder.resolve("creating"), "test\n");
    }
    if (moment.after(Moment.FOLDERS)) {
      Files.createDirectory(folder.resolve("keystore"));
      Files.createDirectory(folder.resolve("blocks"));
    }
    if (moment.after(Moment.HALF_A_KEY)) {
      half("keystore/self");
    }
    if (moment.after(Moment.KEY)) {
      file("keystore/self");
    }
    databaseAt(moment);
    if (moment.after(Moment.TOKEN)) {
      file("api-token");
    }
    if (moment.after(Moment.HALF_A_CONFIGURATION)) {
      half("config");
    }
    if (moment.after(Moment.CONFIGURATION)) {
      file("config");
    }
  }

  private void databaseAt(Moment moment) throws IOException {
    if (moment.after(Moment.DATABASE_IN_PLACE)) {
      database("db", Integer.MAX_VALUE);
    } else if (moment.after(Moment.DATABASE_BEGUN)) {
      int files =
          switch (moment) {
            case DATABASE_BEGUN -> 0;
            case HALF_A_DATABASE -> 3;
            default -> Integer.MAX_VALUE;
          };
      database("db.new", files);
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void theNextCreationFinishesItWithTheKeyThatIsThere(Moment moment) throws IOException {
    interruptedAt(moment);
    String made = Identity.read(whole.resolve("keystore")).peerId().toString();

    if (!Repository.exists(folder)) {
      String finished = NewRepository.create(folder, Profile.TEST, REAL).toString();
      if (moment.after(Moment.KEY)) {
        assertThat(finished).isEqualTo(made);
      } else {
        assertThat(finished).isNotEqualTo(made);
      }
    }

    try (OpenRepository opened = OpenRepository.open(folder, "test", Map.of(), REAL)) {
      assertThat(opened.keyring().self()).isEqualTo(Identity.read(folder.resolve("keystore")));
      assertThat(new RocksEntryStore(opened.database()).removedMarks())
          .contains(EntryKey.OfMark.BUNDLED);
    }
    for (String gone : List.of("creating", "db.new")) {
      assertThat(folder.resolve(gone)).doesNotExist();
    }
    assertThatThrownBy(() -> NewRepository.create(folder, Profile.TEST, REAL))
        .hasMessageContaining("already");
  }

  @Test
  void itIsFinishedWithItsOwnProfileOnly() throws IOException {
    interruptedAt(Moment.DATABASE_IN_PLACE);
    String line =
        "the making of the repository at "
            + folder
            + " was interrupted; finish it with: trustnet init --profile test";

    assertThatThrownBy(() -> NewRepository.create(folder, Profile.SERVER, REAL)).hasMessage(line);
    assertThatThrownBy(() -> Repository.require(folder)).hasMessage(line);
    NewRepository.create(folder, Profile.TEST, REAL);
  }

  @Test
  void oneThatIsUnderWayIsNotFinishedBySomebodyElse() {
    try (Creation creation = Creation.begin(folder, "test")) {
      assertThat(creation).isNotNull();
      assertThatThrownBy(() -> NewRepository.create(folder, Profile.TEST, REAL))
          .hasMessageStartingWith("the repository at " + folder + " is in use by trustnet init");
    }
    NewRepository.create(folder, Profile.TEST, REAL);
  }
}
