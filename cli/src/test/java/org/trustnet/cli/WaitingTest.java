package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.bootstrap.repo.RepositoryException;

/** A command beside another process that holds the repository. */
@Timeout(60)
final class WaitingTest {
  private static final Duration MOMENT = Duration.ofMillis(500);

  @TempDir private Path folder;
  private Path repository;

  @BeforeEach
  void make() throws IOException {
    repository = Files.createDirectory(folder.resolve("repository"));
  }

  private boolean inVain() {
    return Waiting.on(repository, () -> 0).inVain().getAsBoolean();
  }

  @Test
  void waitsInVainForANodeThatAnswersAndForNobodyElse() throws IOException {
    try (FakeNode node = new FakeNode(repository)) {
      assertThat(inVain()).as("nobody said that he is a node").isFalse();
      node.starts();
      assertThat(inVain()).as("a node that answers").isTrue();
      node.dies();
      assertThat(inVain()).as("a node that was killed").isFalse();
    }
  }

  @Test
  void aCommandWaitsForAnotherThatHoldsTheRepositoryForAMoment() throws Exception {
    Files.delete(repository);
    NewRepository.create(
        repository, Profile.TEST, org.trustnet.bootstrap.clock.Surroundings.ofTheMachine());
    Repository held = Repository.open(repository, "another command");
    Thread other =
        Thread.startVirtualThread(
            () -> {
              LockSupport.parkNanos(MOMENT.toNanos());
              held.close();
            });
    Console console = Console.pipe("");

    int code = cli(console, Wiring.production(Map.of())).run(List.of("key", "ls"));

    other.join();
    assertThat(code).as(console.err()).isZero();
    assertThat(console.out()).isEqualTo("self\n");
  }

  @Test
  void asksANodeThatTookTheRepositoryWhileTheCommandWaited() throws IOException {
    try (FakeNode node = new FakeNode(repository)) {
      OfflineOperations taken =
          path -> {
            startsNow(node);
            throw new RepositoryException(RepositoryException.Kind.LOCKED, "in use by a node");
          };
      Wiring given = node.wiring();
      Wiring wiring =
          new Wiring(
              given.launcher(),
              given.initializer(),
              Optional.of(taken),
              given.local(),
              given.demo());
      Console console = Console.pipe("");

      assertThat(cli(console, wiring).run(List.of("key", "ls"))).as(console.err()).isZero();
      assertThat(node.calls).containsExactly("node key/ls");
    }
  }

  @Test
  void saysWhoHoldsTheRepositoryWhenItIsNoNode() throws IOException {
    try (FakeNode node = new FakeNode(repository)) {
      OfflineOperations taken =
          path -> {
            throw new RepositoryException(RepositoryException.Kind.LOCKED, "in use by init");
          };
      Wiring given = node.wiring();
      Wiring wiring =
          new Wiring(
              given.launcher(),
              given.initializer(),
              Optional.of(taken),
              given.local(),
              given.demo());
      Console console = Console.pipe("");

      assertThat(cli(console, wiring).run(List.of("key", "ls"))).isEqualTo(1);
      assertThat(console.err()).isEqualTo("trustnet: in use by init\n");
    }
  }

  private static void startsNow(FakeNode node) {
    try {
      node.starts();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Cli cli(Console console, Wiring wiring) {
    return new Cli(
        new Surroundings(
            console.terminal(),
            Map.of("TRUSTNET_PATH", repository.toString()),
            folder,
            "ann",
            wiring));
  }
}
