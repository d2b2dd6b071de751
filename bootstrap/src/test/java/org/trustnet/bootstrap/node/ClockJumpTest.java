package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.Samples;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.store.EntryBatch;

/** A running node whose wall clock is set, and one that starts with another time of day. */
@Timeout(120)
final class ClockJumpTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final Duration YEAR = Duration.ofDays(365);

  /** What a test takes; far below what jumps. */
  private static final Duration SLACK = Duration.ofHours(1);

  private static final Duration WATCHED = Duration.ofSeconds(2);

  /**
   * Far more than a node that waits does in that time, far fewer than one that turns in circles.
   */
  private static final long MOST_LOOKS = 2_000;

  @TempDir private Path folder;
  private final AtomicLong looks = new AtomicLong();
  private volatile Duration set = Duration.ZERO;
  private final Surroundings moved =
      new Surroundings(
          () -> {
            looks.incrementAndGet();
            return REAL.wall().instant().plus(set);
          },
          REAL.nanos(),
          REAL.random());
  private Instant begun = Instant.MIN;

  /** A list that was fetched just now, whose record ends in two days. */
  private static EntryBatch listed(Instant now) {
    ListedEntry entry = Samples.entry("acme", TrustLevel.TRUSTED, Overrides.NONE);
    Life life =
        entry
            .life()
            .withFetched(Optional.of(now))
            .withEol(Optional.of(now.plus(Duration.ofDays(2))))
            .withNextRefresh(Optional.of(now.plus(Duration.ofDays(1))));
    return EntryBatch.builder()
        .entry(entry.withLife(life))
        .file(entry.key(), Samples.cached(Samples.file(Samples.node("ber"))))
        .build();
  }

  @BeforeEach
  void create() {
    NewRepository.create(folder.resolve("repository"), Profile.TEST, moved);
    try (OpenRepository repository = open()) {
      begun = repository.trust().time().trust();
      does(repository, listed(begun));
    }
  }

  private OpenRepository open() {
    return OpenRepository.open(folder.resolve("repository"), "test", Map.of(), moved);
  }

  private static void does(OpenRepository repository, EntryBatch batch) {
    repository
        .trust()
        .change(
            Actor.PROGRAM, _ -> new Change.Done(batch, Change.Consent.NONE, List.of()), _ -> {});
  }

  private static boolean bootstraps(OpenRepository repository) {
    TrustService trust = repository.trust();
    PeerId listed = Samples.peer("ber");
    return trust.snapshot().allows(listed, TrustFunction.BOOTSTRAP, Side.RELY, trust.millis());
  }

  private void waitsCalmly() {
    long before = looks.get();
    LockSupport.parkNanos(WATCHED.toNanos());
    assertThat(looks.get() - before).isLessThan(MOST_LOOKS);
  }

  private void answers(Node node) throws Exception {
    try (RpcCalls rpc = new RpcCalls(node.api(), folder.resolve("repository"))) {
      HttpResponse<byte[]> answer = rpc.call("trust/show?arg=acme");
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  /** A refresh is tried and comes to its end, whatever the day. */
  private static void isStillRefreshed(OpenRepository repository) throws Exception {
    assertThat(
            repository
                .trust()
                .refresh(repository.trust().snapshot().holdings().getFirst().key())
                .orElseThrow()
                .get(30, TimeUnit.SECONDS))
        .isInstanceOf(RefreshOutcome.NothingFound.class);
  }

  private void isAhead(TrustTime time, Duration most) {
    assertThat(Duration.between(begun, time.trust())).isBetween(most, most.plus(SLACK));
  }

  @Test
  void aYearAheadWhileItRunsCreditsThirtyDaysAndTakesNothingAway() throws Exception {
    OpenRepository repository = open();
    try (Node node = Node.start(repository, _ -> {})) {
      set = YEAR;
      isAhead(repository.trust().time(), TrustTime.MAX_CREDIT);
      assertThat(repository.trust().time().gapOpen()).isTrue();
      assertThat(bootstraps(repository)).isTrue();
      isStillRefreshed(repository);
      waitsCalmly();
      answers(node);
    }
    for (int restart = 0; restart < 3; restart++) {
      try (OpenRepository again = open()) {
        isAhead(again.trust().time(), TrustTime.MAX_CREDIT);
        assertThat(bootstraps(again)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {365, -365})
  void startedAYearOffItUsesItsListAndGoesOnRefreshing(long days) throws Exception {
    set = Duration.ofDays(days);
    OpenRepository repository = open();
    try (Node node = Node.start(repository, _ -> {})) {
      isAhead(repository.trust().time(), days > 0 ? TrustTime.MAX_CREDIT : Duration.ZERO);
      assertThat(bootstraps(repository)).isTrue();
      isStillRefreshed(repository);
      waitsCalmly();
      answers(node);
    }
  }

  @Test
  void aYearBackWhileItRunsTakesNothingAwayAndTrustTimeNeverGoesBack() throws Exception {
    OpenRepository repository = open();
    Instant last;
    try (Node node = Node.start(repository, _ -> {})) {
      set = YEAR.negated();
      TrustTime time = repository.trust().time();
      isAhead(time, Duration.ZERO);
      assertThat(time.behind(moved.wall().instant())).isTrue();
      assertThat(bootstraps(repository)).isTrue();
      isStillRefreshed(repository);
      waitsCalmly();
      answers(node);
      last = repository.trust().time().trust();
    }
    try (OpenRepository again = open()) {
      assertThat(again.trust().time().trust()).isAfterOrEqualTo(last);
      assertThat(bootstraps(again)).isTrue();
    }
    set = Duration.ZERO;
    try (OpenRepository again = open()) {
      isAhead(again.trust().time(), Duration.ZERO);
      assertThat(again.trust().time().gapOpen()).isFalse();
    }
  }
}
