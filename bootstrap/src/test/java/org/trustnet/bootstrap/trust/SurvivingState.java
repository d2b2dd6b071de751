package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.refresh.RecordValue;
import org.trustnet.trust.refresh.RefreshEvent;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;
import org.trustnet.trust.store.UpdateTally;

/** What must hold of a database whose process was killed, and of what came before. */
final class SurvivingState {
  private static final Pattern SAID = Pattern.compile("(seen|used) (\\d+) (\\d+)");
  private static final Pattern AUDITED = Pattern.compile("sequence (\\d+), .*");
  private static final int ALL = 1_000_000;

  private final List<SeededPublisher> publishers =
      SeededPublisher.first(RefreshedDatabase.PUBLISHERS);
  private final Map<SeededPublisher, Kept> before = new HashMap<>();

  /** Where a process died. */
  enum Death {
    BETWEEN,
    ELSEWHERE
  }

  /** Updates of a name that have a line of their own, a day: trust model, section 4. */
  private static final int OWN_LINES = 24;

  /** Sequences of one publisher, 0 is none, and how many updates were accepted. */
  private record Kept(long floor, long used, long accepted) {}

  SurvivingState() {
    publishers.forEach(publisher -> before.put(publisher, new Kept(0, 0, 0)));
  }

  /** How many sequences came into use since the beginning. */
  long updates() {
    return before.values().stream().mapToLong(Kept::used).sum();
  }

  /**
   * Fails unless everything holds, also after a restart.
   *
   * @param said what the killed process said
   * @return whether it had raised a floor and not yet committed that record's file
   */
  Death check(RefreshedDatabase database, List<String> said) throws InterruptedException {
    Death death = Death.ELSEWHERE;
    for (SeededPublisher publisher : publishers) {
      Kept old = before.getOrDefault(publisher, new Kept(0, 0, 0));
      Kept now = kept(database, publisher);
      assertThat(now.used()).describedAs("in use").isGreaterThanOrEqualTo(old.used());
      assertThat(now.floor()).describedAs("floor").isGreaterThanOrEqualTo(old.floor());
      assertThat(now.floor()).isGreaterThanOrEqualTo(now.used());
      assertThat(now.used()).isGreaterThanOrEqualTo(highest(said, "used", publisher));
      assertThat(now.floor()).isGreaterThanOrEqualTo(highest(said, "seen", publisher));
      checkAudit(database, publisher, now, said);
      checkCount(publisher, old, now, said);
      if (now.floor() > now.used() && now.floor() > old.floor()) {
        death = Death.BETWEEN;
      }
      before.put(publisher, now);
    }
    checkRestart(database);
    return death;
  }

  /** Reads floor and sequence in use, and that they are whole. */
  private static Kept kept(RefreshedDatabase database, SeededPublisher publisher) {
    PeerId name = publisher.key().peerId();
    Optional<Floor> floor = database.store().name(name).flatMap(NameRecord::floor);
    floor.ifPresent(
        f ->
            assertThat(f.valueSha256())
                .isEqualTo(Multihash.sha256(publisher.value(f.sequence())).digest()));
    Holding holding = database.store().holding(publisher.entry()).orElseThrow();
    ListedEntry entry = (ListedEntry) holding.entry();
    Optional<Long> used = entry.life().used();
    assertThat(holding.file().isPresent()).isEqualTo(used.isPresent());
    if (used.isPresent()) {
      CachedFile file = holding.file().orElseThrow();
      assertThat(file.content()).isEqualTo(publisher.file(used.get()));
      assertThat(entry.life().cid()).contains(SeededPublisher.Written.of(file.content()).cid());
    }
    return new Kept(
        floor.map(Floor::sequence).orElse(0L), used.orElse(0L), accepted(database, publisher));
  }

  private static List<AuditLine> lines(RefreshedDatabase database, SeededPublisher publisher) {
    return database.store().audit(ALL).stream()
        .filter(line -> line.action().equals("update"))
        .filter(line -> line.key().equals(Optional.of(publisher.entry())))
        .toList();
  }

  private static boolean isShared(AuditLine line) {
    return line.text().startsWith("further updates of ");
  }

  private static UpdateTally tally(RefreshedDatabase database, SeededPublisher publisher) {
    return database
        .store()
        .name(publisher.key().peerId())
        .map(NameRecord::updates)
        .orElse(UpdateTally.NONE);
  }

  /** How many updates there were by the log, and those of the day that share a line to come. */
  private static long accepted(RefreshedDatabase database, SeededPublisher publisher) {
    return lines(database, publisher).stream().mapToLong(AuditLine::count).sum()
        + tally(database, publisher).unwritten();
  }

  /**
   * Every commit of a file has its line, those acknowledged and the one in use, but for those that
   * come after the day's 24.
   */
  private static void checkAudit(
      RefreshedDatabase database, SeededPublisher publisher, Kept now, List<String> said) {
    List<Long> audited =
        lines(database, publisher).stream()
            .filter(line -> !isShared(line))
            .map(SurvivingState::sequence)
            .sorted()
            .toList();
    UpdateTally tally = tally(database, publisher);
    assertThat(audited).doesNotHaveDuplicates();
    assertThat(tally.unwritten()).isEqualTo(Math.max(0, tally.accepted() - OWN_LINES));
    long last = audited.isEmpty() ? 0 : audited.getLast();
    if (tally.unwritten() == 0) {
      assertThat(last).isEqualTo(now.used());
    } else {
      assertThat(last).isLessThan(now.used());
    }
    long shared = audited.size() < OWN_LINES ? Long.MAX_VALUE : audited.get(OWN_LINES - 1);
    assertThat(audited).containsAll(used(said, publisher).filter(u -> u <= shared).toList());
  }

  /** Nothing is counted twice, and nothing that was acknowledged is not counted. */
  private static void checkCount(SeededPublisher publisher, Kept old, Kept now, List<String> said) {
    long acknowledged = used(said, publisher).filter(u -> u > old.used()).distinct().count();
    long least = Math.max(acknowledged, now.used() > old.used() ? 1 : 0);
    assertThat(now.accepted() - old.accepted())
        .describedAs("updates since")
        .isBetween(least, now.used() - old.used());
  }

  private static Stream<Long> used(List<String> said, SeededPublisher publisher) {
    return said.stream()
        .map(SAID::matcher)
        .filter(m -> isOf(m, "used", publisher))
        .map(m -> Long.parseLong(m.group(3)));
  }

  private static long sequence(AuditLine line) {
    Matcher matcher = AUDITED.matcher(line.text());
    assertThat(matcher.matches()).describedAs(line.text()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static long highest(List<String> said, String word, SeededPublisher publisher) {
    return said.stream()
        .map(SAID::matcher)
        .filter(m -> isOf(m, word, publisher))
        .mapToLong(m -> Long.parseLong(m.group(3)))
        .max()
        .orElse(0);
  }

  private static boolean isOf(Matcher line, String word, SeededPublisher publisher) {
    return line.matches()
        && line.group(1).equals(word)
        && line.group(2).equals(Integer.toString(publisher.number()));
  }

  /** A start flags as behind those whose floor is above what they use, and no others. */
  private void checkRestart(RefreshedDatabase database) throws InterruptedException {
    Asked asked = new Asked(publishers.size());
    RefreshDriver driver = database.start(asked);
    publishers.forEach(publisher -> driver.refresh(publisher.entry()).orElseThrow());
    assertThat(asked.all.await(60, TimeUnit.SECONDS)).describedAs("every name asked").isTrue();
    for (SeededPublisher publisher : publishers) {
      Kept now = before.getOrDefault(publisher, new Kept(0, 0, 0));
      Holding holding = database.snapshot().holding(publisher.entry()).orElseThrow();
      assertThat(EntryFlag.of(holding, TestNode.REAL.wall().instant()).contains(EntryFlag.BEHIND))
          .describedAs("behind, of floor %d and %d in use", now.floor(), now.used())
          .isEqualTo(now.floor() > now.used());
    }
  }

  /** Counts who asks for records, and answers nobody before the end. */
  private static final class Asked implements RefreshSources {
    private final CountDownLatch all;

    Asked(int names) {
      this.all = new CountDownLatch(names);
    }

    @Override
    public RefreshEvent.Looked records(PeerId name) throws InterruptedException {
      all.countDown();
      new CountDownLatch(1).await();
      throw new AssertionError("nobody counts it down");
    }

    @Override
    public FileSearch.Outcome file(RecordValue target) {
      throw new AssertionError("no record, no file");
    }
  }
}
