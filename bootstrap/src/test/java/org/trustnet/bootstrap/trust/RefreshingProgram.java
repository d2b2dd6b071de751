package org.trustnet.bootstrap.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.trustnet.testkit.crash.Acknowledgements;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;

/**
 * Follows publishers until it is killed: the node's own database, writer and refresh driver, fed by
 * ever newer records with some replays between them.
 */
final class RefreshingProgram {
  /** Rounds of refreshes in one process. */
  private static final int ROUNDS = 20;

  /** What a round brings of one name. */
  private enum Kind {
    NEWER,
    NEWER_AMONG_OTHERS,
    SAME,
    REPLAYED
  }

  private final List<SeededPublisher> publishers =
      SeededPublisher.first(RefreshedDatabase.PUBLISHERS);
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final LocalSources sources = new LocalSources(acknowledgements::say);
  private final Map<SeededPublisher, Long> newest = new HashMap<>();
  private final RefreshedDatabase database;
  private final Random random;

  private RefreshingProgram(RefreshedDatabase database, Random random) {
    this.database = database;
    this.random = random;
    for (SeededPublisher publisher : publishers) {
      newest.put(
          publisher,
          database
              .store()
              .name(publisher.key().peerId())
              .flatMap(NameRecord::floor)
              .map(Floor::sequence)
              .orElse(0L));
    }
  }

  /**
   * Arguments: the database's folder, a seed. Says {@code seen PUBLISHER SEQUENCE} and {@code used
   * PUBLISHER SEQUENCE}. Ends with exit 1 and a reason if an update went wrong.
   */
  public static void main(String[] arguments) throws Exception {
    try (RefreshedDatabase database = RefreshedDatabase.open(Path.of(arguments[0]))) {
      new RefreshingProgram(database, new Random(Long.parseLong(arguments[1]))).run();
    }
  }

  private void run() throws Exception {
    List<Kind> kinds = publishers.stream().map(this::offered).toList();
    RefreshDriver driver = database.start(sources);
    for (int round = 0; round < ROUNDS; round++) {
      List<CompletableFuture<RefreshOutcome>> outcomes = new ArrayList<>();
      for (SeededPublisher publisher : publishers) {
        outcomes.add(driver.refresh(publisher.entry()).orElseThrow());
      }
      for (int i = 0; i < outcomes.size(); i++) {
        ended(publishers.get(i), kinds.get(i), outcomes.get(i).get(60, TimeUnit.SECONDS));
      }
      kinds = publishers.stream().map(this::offered).toList();
    }
  }

  private Kind offered(SeededPublisher publisher) {
    long last = newest.getOrDefault(publisher, 0L);
    Kind kind = last < 2 ? Kind.NEWER : Kind.values()[random.nextInt(Kind.values().length)];
    switch (kind) {
      case NEWER -> sources.offer(publisher, 0, last + 1);
      case NEWER_AMONG_OTHERS -> sources.offer(publisher, 1, last - 1, last + 1, last);
      case SAME -> sources.offer(publisher, 0, last);
      case REPLAYED -> sources.offer(publisher, 0, last - 1);
    }
    newest.put(publisher, kind == Kind.SAME || kind == Kind.REPLAYED ? last : last + 1);
    return kind;
  }

  private boolean isNewestUsed(SeededPublisher publisher) {
    return database
        .entry(publisher)
        .life()
        .used()
        .equals(Optional.ofNullable(newest.get(publisher)));
  }

  private void ended(SeededPublisher publisher, Kind kind, RefreshOutcome outcome) {
    boolean right =
        switch (outcome) {
          case RefreshOutcome.Updated _ -> kind != Kind.REPLAYED;
          // Also a newer one, if an entry that was behind took it at the start, before we asked.
          case RefreshOutcome.Unchanged _ -> kind != Kind.REPLAYED && isNewestUsed(publisher);
          case RefreshOutcome.Refused refused ->
              kind == Kind.REPLAYED && refused.reason() == RefusalReason.ROLLBACK;
          case RefreshOutcome.Revoked _, RefreshOutcome.NothingFound _ -> false;
        };
    if (!right) {
      throw new IllegalStateException(kind + " of " + publisher.number() + " became " + outcome);
    }
    if (kind != Kind.REPLAYED) {
      ListedEntry entry = database.entry(publisher);
      acknowledgements.say("used " + publisher.number() + " " + entry.life().used().orElseThrow());
    }
  }
}
