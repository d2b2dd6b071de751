package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.bootstrap.repo.RepositoryException;

/** A repository that lost a part is told by name and not replaced by a new one. */
class LostConfigurationTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();

  @TempDir private Path temp;

  private Path made() {
    Path folder = temp.resolve("repository");
    NewRepository.create(folder, Profile.TEST, REAL);
    return folder;
  }

  private static void open(Path folder) {
    OpenRepository.open(folder, "test", Map.of(), REAL).close();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  @Test
  void aFileInThePlaceOfAFolderIsNamed() throws IOException {
    Path folder = made();
    for (String name : List.of("published", "keystore")) {
      Path part = folder.resolve(name);
      if (Files.exists(part)) {
        remove(part);
      }
      Files.createFile(part);

      assertThatThrownBy(() -> open(folder))
          .isInstanceOf(RepositoryException.class)
          .hasMessageStartingWith("cannot use " + folder)
          .hasMessageEndingWith(": a file of that name is there");
    }
  }

  /** Every file with what is in it, but for the lock. */
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("repo.lock")) {
          content.put(folder.relativize(file).toString(), hex(file));
        }
      }
    }
    return content;
  }

  private static String hex(Path file) throws IOException {
    return java.util.HexFormat.of().formatHex(Files.readAllBytes(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config|keystore/self, db",
        "config api-token|keystore/self, db",
        "config db|keystore/self",
        "config keystore|db"
      })
  void keysAndDatabaseWithoutAConfigurationAreLeftAsTheyAre(String lost, String left)
      throws IOException {
    Path folder = made();
    for (String name : lost.split(" ")) {
      remove(folder.resolve(name));
    }
    Map<String, String> before = content(folder);

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> NewRepository.create(folder, Profile.TEST, REAL),
            () -> NewRepository.create(folder, Profile.SERVER, REAL),
            () -> Repository.require(folder),
            () -> open(folder))) {
      assertThatThrownBy(use)
          .isInstanceOf(RepositoryException.class)
          .hasMessageStartingWith(folder + " has " + left + " but no config, and is left as it is")
          .hasMessageContaining("restore config from a backup")
          .hasMessageEndingWith("trustnet init --repo FOLDER");
    }
    assertThat(content(folder)).isEqualTo(before);
  }

  @Test
  void aConfigurationThatIsALinkToNothingIsNotReplaced() throws IOException {
    Path folder = made();
    Path config = folder.resolve("config");
    Path elsewhere = Files.move(config, temp.resolve("elsewhere"));
    Files.createSymbolicLink(config, elsewhere);
    open(folder);
    Path away = Files.move(elsewhere, temp.resolve("away"));
    Map<String, String> before = content(folder);

    assertThatThrownBy(() -> NewRepository.create(folder, Profile.TEST, REAL))
        .hasMessageContaining("there is a repository at " + folder + " already");
    assertThatThrownBy(() -> open(folder))
        .hasMessage(config + " is a link to nothing; restore the file that it leads to");
    assertThat(content(folder)).isEqualTo(before);

    Files.move(away, elsewhere);
    open(folder);
  }

  @Test
  void aKeyIsNeverReplaced() throws IOException {
    Path folder = made();
    String key = hex(folder.resolve("keystore/self"));

    assertThat(Identity.make(folder.resolve("keystore"), REAL.random()))
        .isEqualTo(Identity.read(folder.resolve("keystore")));
    assertThat(hex(folder.resolve("keystore/self"))).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aLostDatabaseIsToldAndMadeAnewOnlyForWhoGivesItUp(boolean emptyFolder) throws IOException {
    Path folder = made();
    open(folder);
    remove(folder.resolve("db"));
    if (emptyFolder) {
      Files.createDirectory(folder.resolve("db"));
    }

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> open(folder))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("the trust database " + folder.resolve("db") + " is gone")
          .hasMessageContaining("all entries, blocks and floors")
          .hasMessageContaining("restore it from a backup")
          .hasMessageEndingWith("touch " + folder.resolve("forget-trust"));
    }

    Files.createFile(folder.resolve("forget-trust"));
    open(folder);
    assertThat(folder.resolve("forget-trust")).doesNotExist();
    open(folder);
  }

  @Test
  void aWishToForgetDoesNothingWhereTheDatabaseIsThereAndDoesNotWaitForLater() throws IOException {
    Path folder = made();
    Map<String, String> key = content(folder.resolve("keystore"));
    Files.createFile(folder.resolve("forget-trust"));
    open(folder);

    assertThat(folder.resolve("forget-trust")).doesNotExist();
    assertThat(content(folder.resolve("keystore"))).isEqualTo(key);
    remove(folder.resolve("db"));
    assertThatThrownBy(() -> open(folder)).hasMessageContaining("is gone");
  }
}
