package org.trustnet.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.cli.NodeClasses;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.multiformats.Bytes;
import org.trustnet.testkit.crash.ClassArchive;

/**
 * The whole program is killed at any moment while commands change its trust, keys, lists and
 * settings: what was acknowledged is there after the next start, and what was not is there as a
 * whole or not at all. Nearly all of its time is the start of JVMs.
 */
@Timeout(600)
final class CommandsCrashTest {
  private static final int KILLS = 20;

  /** One in so many dies while it starts. */
  private static final int EARLY = 5;

  private static final long LONGEST_START_NANOS = Duration.ofMillis(1_500).toNanos();
  private static final int MOST_COMMANDS = 40;

  /** What the answer of a command may take at most for the kill to come before it, at times. */
  private static final long LONGEST_DELAY_NANOS = Duration.ofMillis(12).toNanos();

  @TempDir private Path folder;
  private final Random random = new Random(6_021);

  /** What is known of the node: what it acknowledged, and what it did not answer. */
  private World known;

  private Optional<Command> unanswered = Optional.empty();
  private final Map<String, Integer> counts = new TreeMap<>();

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private void killedAfter(NodeUnderTest node, long nanos) {
    CompletableFuture.runAsync(
        node::kill, CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
  }

  /** What is there now is what is known, or that with all of what was not answered. */
  private void check(NodeUnderTest node) throws IOException, InterruptedException {
    World found = node.world();
    if (unanswered.isPresent()) {
      World done = unanswered.get().effect().apply(known);
      assertThat(found).describedAs("after %s", unanswered.get().call()).isIn(known, done);
      count(found.equals(known) ? "unanswered and not there" : "unanswered and there");
      known = found;
      unanswered = Optional.empty();
    }
    assertThat(found).isEqualTo(known);
    for (World.Published published : found.published().values()) {
      Bytes file = Bytes.utf8(node.cat(published.value()));
      assertThat("/ipfs/" + Block.hashing(1, Command.RAW, file).cid()).isEqualTo(published.value());
    }
  }

  /** Gives commands until it dies, or so many. */
  private void give(NodeUnderTest node) throws InterruptedException {
    int last = 1 + random.nextInt(MOST_COMMANDS);
    for (int number = 1; unanswered.isEmpty(); number++) {
      Command command = Command.any(known, random);
      if (number == last) {
        killedAfter(node, random.nextLong(LONGEST_DELAY_NANOS));
      }
      unanswered = Optional.of(command);
      try {
        HttpResponse<String> answer = node.call(command);
        assertThat(answer.statusCode())
            .describedAs("%s: %s", command.call(), answer.body())
            .isEqualTo(200);
        known = command.effect().apply(known);
        unanswered = Optional.empty();
        count("answered");
      } catch (IOException e) {
        assertThat(number)
            .describedAs("died before it was killed: %s", e)
            .isGreaterThanOrEqualTo(last);
      }
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterEveryKillAndTheRestAsAWholeOrNotAtAll() throws Exception {
    ClassArchive classes = NodeClasses.in(folder);
    Path repository = folder.resolve("repository");
    NewRepository.create(repository, Profile.TEST, Surroundings.ofTheMachine());
    try (NodeUnderTest node = new NodeUnderTest(classes, repository, folder)) {
      node.awaitReady();
      known = node.world();
    }
    for (int kill = 1; kill <= KILLS; kill++) {
      if (kill % EARLY == 0) {
        try (NodeUnderTest node = new NodeUnderTest(classes, repository, folder)) {
          killedAfter(node, random.nextLong(LONGEST_START_NANOS));
          node.awaitKilled();
          count("killed while it started");
        }
      }
      try (NodeUnderTest node = new NodeUnderTest(classes, repository, folder)) {
        node.awaitReady();
        check(node);
        give(node);
        node.awaitKilled();
      }
    }
    try (NodeUnderTest node = new NodeUnderTest(classes, repository, folder)) {
      node.awaitReady();
      check(node);
    }
    assertThat(counts.get("unanswered and there")).describedAs("%s", counts).isPositive();
    assertThat(counts.get("unanswered and not there")).describedAs("%s", counts).isPositive();
    assertThat(counts.get("answered")).describedAs("%s", counts).isGreaterThan(10 * KILLS);
  }
}
