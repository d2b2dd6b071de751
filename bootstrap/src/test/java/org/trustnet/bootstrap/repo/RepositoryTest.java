package org.trustnet.bootstrap.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.testkit.crash.CrashHarness;

class RepositoryTest {
  @TempDir Path temp;

  private Path made() {
    Path folder = temp.resolve("repo");
    Configured.make(folder, Config.defaults().with(ConfigKeys.PEER_ID, "me"));
    return folder;
  }

  @Test
  void keepsItsFilesFromOtherUsers() throws IOException {
    Path folder = made();

    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("api-token"))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("keystore"))).isEqualTo("rwx------");
    assertThat(Repository.apiToken(folder)).hasSize(43);
  }

  @Test
  void refusesAnEmptyTokenWhichWouldLetEverybodyIn() throws IOException {
    Path folder = made();
    Files.writeString(folder.resolve("api-token"), " \n");

    assertThatThrownBy(() -> Repository.apiToken(folder))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.kind()).isEqualTo(RepositoryException.Kind.DAMAGED))
        .hasMessageContaining("api-token is empty");
  }

  @Test
  void saysWhichFileIsNoText() throws IOException {
    Path folder = made();
    Files.write(folder.resolve("config"), new byte[] {(byte) 0xff, 0});

    assertThatThrownBy(() -> Repository.config(folder))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("config is damaged: not UTF-8");
  }

  @Test
  void aLockThatIsALinkIsNotFollowed() throws IOException {
    Path folder = made();
    Path precious = Files.writeString(temp.resolve("precious"), "precious");
    Files.delete(folder.resolve("repo.lock"));
    Files.createSymbolicLink(folder.resolve("repo.lock"), precious);

    assertThatThrownBy(() -> Repository.open(folder, "run"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("repo.lock");
    assertThat(precious).hasContent("precious");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw--w----", "rw----r--", "rw-----w-"})
  void refusesATokenThatOtherUsersHaveARightTo(String mode) throws IOException {
    Path folder = made();
    Path token = folder.resolve("api-token");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString(mode));

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> Repository.apiToken(folder), () -> Repository.open(folder, "run"))) {
      assertThatThrownBy(use)
          .isInstanceOf(RepositoryException.class)
          .hasMessage(
              "%s holds a secret, open to other users (%s); run: chmod 600 %s"
                  .formatted(token, mode, token));
    }
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("r--------"));
    assertThat(Repository.apiToken(folder)).hasSize(43);
    Repository.open(folder, "run").close();
  }

  @Test
  void refusesKeysThatOtherUsersHaveARightTo() throws IOException {
    Path folder = made();
    Path key = Files.writeString(folder.resolve("keystore").resolve("key_a"), "secret");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Repository.open(folder, "run"))
        .hasMessage(
            "%s holds a secret, open to other users (rw-r--r--); run: chmod 600 %s", key, key);
    Path other = Files.writeString(folder.resolve("keystore").resolve("key_b"), "secret");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw----r--"));
    assertThatThrownBy(() -> Repository.open(folder, "run"))
        .hasMessageStartingWith(key + " and 1 more in its folder hold secrets, open to other users")
        .hasMessageEndingWith("run: chmod 600 " + folder.resolve("keystore").resolve("*"));
  }

  @Test
  void refusesAConfigurationWithTokensThatOtherUsersHaveARightTo() throws IOException {
    Path folder = made();
    Path config = folder.resolve("config");
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    try (Repository held = Repository.open(folder, "run")) {
      assertThat(held.config().ignored()).isEmpty();
      held.changeConfig(
          () ->
              held.config()
                  .config()
                  .withText(
                      ConfigKeys.API_AUTHORIZATIONS, "{\"alice\":{\"AuthSecret\":\"token\"}}"));
      assertThat(held.config().ignored()).as("written for its owner only").isEmpty();
      Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
      assertThatThrownBy(held::config).hasMessageEndingWith("run: chmod 600 " + config);
    }
  }

  @Test
  void removesTheAnnouncementOfANodeThatWasKilled() throws IOException {
    Path folder = made();
    Files.writeString(folder.resolve("api"), "/ip4/127.0.0.1/tcp/5101\n");
    try (Repository held = Repository.open(folder, "run")) {
      assertThat(Repository.apiAddress(folder)).isEmpty();
      assertThatThrownBy(() -> Repository.open(folder, "other"))
          .hasMessageContaining("in use by run");
      assertThat(held.folder()).isEqualTo(folder);
    }
  }

  @Test
  void saysWhetherSomebodyHoldsIt() {
    Path folder = made();
    assertThat(Repository.isHeld(folder)).isFalse();
    try (Repository held = Repository.open(folder, "run")) {
      assertThat(held.folder()).isEqualTo(folder);
      assertThat(Repository.isHeld(folder)).isTrue();
    }
    assertThat(Repository.isHeld(folder)).isFalse();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void isHeldByOneAtATimeAndSaysByWhom() {
    Path folder = made();
    try (Repository held = Repository.open(folder, "run, pid 4711")) {
      assertThat(held.folder()).isEqualTo(folder);
      assertThatThrownBy(() -> Repository.open(folder, "key gen, pid 4712"))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("in use by run, pid 4711");
    }
    Repository.open(folder, "again").close();
  }

  @Test
  void isHeldForOtherProcessesStillAfterThisOneTriedToOpenItAgain() throws IOException {
    Path folder = made();
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
    try (Repository held = Repository.open(folder, "run, pid 4711")) {
      assertThatThrownBy(() -> Repository.open(link, "key gen, pid 4712"))
          .hasMessageEndingWith(link + " is in use by run, pid 4711");
      assertThat(Repository.isHeld(link)).isTrue();

      CrashHarness.Run look =
          new CrashHarness(LookingProgram.class, temp).finish(held.folder().toString());
      assertThat(look.said()).as(look.errors()).containsExactly(LookingProgram.HELD);
    }
    CrashHarness.Run look = new CrashHarness(LookingProgram.class, temp).finish(folder.toString());
    assertThat(look.said()).as(look.errors()).containsExactly(LookingProgram.FREE);
  }

  @Test
  void waitsForAHolderThatIsSoonDone() {
    Path folder = made();
    Repository held = Repository.open(folder, "key gen, pid 4711");
    BooleanSupplier doneWhenLookedAt =
        () -> {
          held.close();
          return false;
        };
    Patience patience = new Patience(Duration.ofSeconds(5), () -> 0, doneWhenLookedAt);

    try (Repository next = Repository.open(folder, "run", patience)) {
      assertThat(next.folder()).isEqualTo(folder);
    }
  }

  @Test
  void givesUpAHolderWhenItsTimeIsOverAndSaysWhoItIs() {
    Path folder = made();
    AtomicLong seconds = new AtomicLong();
    LongSupplier clock = () -> Duration.ofSeconds(seconds.getAndIncrement()).toNanos();
    Patience patience = new Patience(Duration.ofSeconds(5), clock, () -> false);
    try (Repository held = Repository.open(folder, "key gen, pid 4711")) {
      assertThat(held.folder()).isEqualTo(folder);
      assertThatThrownBy(() -> Repository.open(folder, "run", patience))
          .isInstanceOf(RepositoryException.class)
          .hasMessageEndingWith("is in use by key gen, pid 4711");
    }
    assertThat(seconds).as("the begin, and a look for each second to the fifth").hasValue(6);
  }

  @Test
  void doesNotWaitInVain() {
    Path folder = made();
    AtomicInteger asked = new AtomicInteger();
    Patience patience =
        new Patience(Duration.ofSeconds(5), () -> 0, () -> asked.incrementAndGet() == 1);
    try (Repository held = Repository.open(folder, "run, pid 4711")) {
      assertThat(held.folder()).isEqualTo(folder);
      assertThatThrownBy(() -> Repository.open(folder, "run", patience))
          .hasMessageEndingWith("is in use by run, pid 4711");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void isNotMadeTwice() {
    Path folder = made();

    assertThatThrownBy(() -> Configured.make(folder, Config.defaults()))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("already");
  }

  @Test
  void saysThatAFileIsInItsPlace() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");

    assertThatThrownBy(() -> Repository.prepareFolders(file, ""))
        .isInstanceOf(RepositoryException.class)
        .hasMessage("cannot use " + file + ": a file of that name is there");
    assertThat(file).hasContent("mine");
  }

  @Test
  void saysThatAFolderStandsWhereAFileShould() throws IOException {
    Path folder = made();
    Files.delete(folder.resolve("config"));
    Path config = Files.createDirectory(folder.resolve("config"));

    assertThatThrownBy(() -> Repository.config(folder))
        .isInstanceOf(RepositoryException.class)
        .hasMessage("cannot use " + config + ": it is a folder");
  }

  @Test
  void saysHowToMakeOneWhereThereIsNone() {
    assertThatThrownBy(() -> Repository.open(temp.resolve("none"), "x"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("trustnet init");
  }

  @Test
  void announcesWhereTheRpcListensUntilItIsClosed() {
    Path folder = made();
    try (Repository held = Repository.open(folder, "run")) {
      held.announceApi("/ip4/127.0.0.1/tcp/5101");
      assertThat(Repository.apiAddress(folder)).contains("/ip4/127.0.0.1/tcp/5101");
    }
    assertThat(Repository.apiAddress(folder)).isEmpty();
  }

  @Test
  void removesWhatKilledProcessesLeftWhichMayBeKeysButNothingOfARunningOne() throws IOException {
    Path folder = made();
    Path keystore = folder.resolve("keystore");
    List<Path> stay = List.of(keystore.resolve("key_mrxwc"), folder.resolve(".write-notes"));
    List<Path> left =
        List.of(
            keystore.resolve("new.tmp"),
            keystore.resolve(".write-123.tmp"),
            folder.resolve(".write-456.tmp"));
    try (Repository _ = Repository.open(folder, "run")) {
      for (Path file : Stream.concat(stay.stream(), left.stream()).toList()) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      assertThatThrownBy(() -> Repository.open(folder, "key gen"))
          .isInstanceOf(RepositoryException.class);
      assertThat(left).as("the one that runs may be writing them").allMatch(Files::exists);
    }

    Repository.open(folder, "run").close();

    assertThat(left).noneMatch(Files::exists);
    assertThat(stay).allMatch(Files::exists);
  }

  @Test
  void readsBackTheConfigurationItWrote() {
    Path folder = made();
    try (Repository held = Repository.open(folder, "config set")) {
      held.changeConfig(() -> held.config().config().with(ConfigKeys.MIN_PEERS, 9L));
    }

    Config config = Repository.config(folder).config();
    assertThat(config.value(ConfigKeys.MIN_PEERS)).isEqualTo(9);
    assertThat(config.value(ConfigKeys.PEER_ID)).isEqualTo("me");
  }
}
