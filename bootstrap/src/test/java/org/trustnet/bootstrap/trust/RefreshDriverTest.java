package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.trust.refresh.RefreshOutcome;

/** When the driver does what; what a refresh does is told elsewhere. */
final class RefreshDriverTest {
  @TempDir private Path folder;

  @Test
  void aRefreshAskedForBeforeTheFirstRoundIsNotPutOffUntilTheEntryIsDue() throws Exception {
    Path db = folder.resolve("db");
    RefreshedDatabase.create(db);
    SeededPublisher publisher = SeededPublisher.first(1).getFirst();
    LocalSources sources = new LocalSources(_ -> {});
    sources.offer(publisher, 0, 1);
    try (RefreshedDatabase database = RefreshedDatabase.open(db)) {
      assertThat(refreshed(database.start(sources).refresh(publisher.entry()).orElseThrow()))
          .isInstanceOf(RefreshOutcome.Updated.class);
    }
    try (RefreshedDatabase database = RefreshedDatabase.open(db)) {
      CompletableFuture<RefreshOutcome> asked =
          database.inOneStep(
              () -> database.start(sources).refresh(publisher.entry()).orElseThrow());
      assertThat(refreshed(asked)).isInstanceOf(RefreshOutcome.Unchanged.class);
    }
  }

  @Test
  void aRefreshAskedForIsNotPutOffByARecordThatWaitsForItsTurn() throws Exception {
    Path db = folder.resolve("db");
    RefreshedDatabase.create(db);
    SeededPublisher publisher = SeededPublisher.first(1).getFirst();
    CountDownLatch second = new CountDownLatch(1);
    LocalSources sources =
        new LocalSources(
            said -> {
              if (said.endsWith(" 2")) {
                second.countDown();
              }
            });
    sources.offer(publisher, 0, 1);
    try (RefreshedDatabase database = RefreshedDatabase.open(db)) {
      RefreshDriver driver = database.start(sources);
      refreshed(driver.refresh(publisher.entry()).orElseThrow());
      sources.offer(publisher, 0, 2);
      driver.recordArrived(publisher.key().peerId(), publisher.record(2).bytes());
      assertThat(second.await(60, TimeUnit.SECONDS)).isTrue();
      refreshed(driver.refresh(publisher.entry()).orElseThrow());

      CompletableFuture<RefreshOutcome> asked =
          database.inOneStep(
              () -> {
                driver.recordArrived(publisher.key().peerId(), publisher.record(3).bytes());
                return driver.refresh(publisher.entry()).orElseThrow();
              });
      assertThat(refreshed(asked)).isInstanceOf(RefreshOutcome.Unchanged.class);
    }
  }

  @Test
  void aRefreshWhoseTaskEndsWithAnErrorIsOverAndTheNextOneRuns() throws Exception {
    Path db = folder.resolve("db");
    RefreshedDatabase.create(db);
    SeededPublisher publisher = SeededPublisher.first(1).getFirst();
    AtomicBoolean broken = new AtomicBoolean(true);
    LocalSources sources =
        new LocalSources(
            _ -> {
              if (broken.get()) {
                throw new StackOverflowError("planted");
              }
            });
    sources.offer(publisher, 0, 1);
    try (RefreshedDatabase database = RefreshedDatabase.open(db)) {
      RefreshDriver driver = database.start(sources);
      assertThat(refreshed(driver.refresh(publisher.entry()).orElseThrow()))
          .isEqualTo(new RefreshOutcome.NothingFound("broken off: planted"));
      broken.set(false);
      assertThat(refreshed(driver.refresh(publisher.entry()).orElseThrow()))
          .isInstanceOf(RefreshOutcome.Updated.class);
    }
  }

  private static RefreshOutcome refreshed(CompletableFuture<RefreshOutcome> outcome)
      throws Exception {
    return outcome.get(60, TimeUnit.SECONDS);
  }
}
