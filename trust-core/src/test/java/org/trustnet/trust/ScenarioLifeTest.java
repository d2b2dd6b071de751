package org.trustnet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.list;
import static org.trustnet.trust.Samples.node;
import static org.trustnet.trust.Samples.peer;
import static org.trustnet.trust.model.TrustFunction.BOOTSTRAP;
import static org.trustnet.trust.model.TrustLevel.TRUSTED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.ListCommands;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFileReader;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.life.EntryState;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.life.Windows;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.refresh.RecordSummary;
import org.trustnet.trust.refresh.RefreshEvent;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.store.EntryBatch;

/** The golden table, rows about ages, clocks, own and bundled lists. */
final class ScenarioLifeTest {
  private static final Bytes BUNDLE = TrustFileWriter.write(Samples.file(node("b1"), node("b2")));

  @Test
  void row14ACacheLifetimeUnderFortyEightHoursIsRefused() {
    World world = new World();
    AddOptions options = AddOptions.at(TRUSTED).withCacheLifetime(Duration.ofHours(1));
    Change change = new AddCommands(world.book()).name(peer("p"), options);
    assertThat(change).isInstanceOf(Change.Refused.class).asString().contains("at least 48h");
    Duration most = ListedEntry.MAX_CACHE;
    for (Duration fits : List.of(ListedEntry.MIN_CACHE, most)) {
      assertThat(
              new AddCommands(world.book())
                  .name(peer("p"), AddOptions.at(TRUSTED).withCacheLifetime(fits)))
          .isInstanceOf(Change.Done.class);
    }
    for (Duration not : List.of(ListedEntry.MIN_CACHE.minusSeconds(1), most.plusSeconds(1))) {
      assertThat(
              new AddCommands(world.book())
                  .name(peer("p"), AddOptions.at(TRUSTED).withCacheLifetime(not)))
          .isInstanceOf(Change.Refused.class);
    }
  }

  @Test
  void row15TheRecordsTtlIsClampedToADayAndAWeek() {
    Duration year = ListedEntry.DEFAULT_CACHE;
    assertThat(Windows.ttl(Duration.ofDays(3650), year)).isEqualTo(Duration.ofDays(7));
    assertThat(Windows.ttl(Duration.ofMinutes(5), year)).isEqualTo(Duration.ofHours(24));
    assertThat(Windows.ttl(Duration.ofDays(5), year)).isEqualTo(Duration.ofDays(5));
    assertThat(Windows.ttl(Duration.ofDays(5), Duration.ofDays(4))).isEqualTo(Duration.ofDays(2));
    assertThat(Windows.ttl(Duration.ofSeconds(-1), year)).isEqualTo(Duration.ofHours(24));
    assertToldFreshFor(Duration.ofDays(7), Duration.ofDays(3650));
    assertToldFreshFor(Duration.ofHours(24), Duration.ofMinutes(5));
  }

  private static void assertToldFreshFor(Duration told, Duration recordTtl) {
    Holding acme = list("acme", TRUSTED, node("x"));
    World world = new World(acme);
    Bytes value = world.host(TrustFileWriter.write(Samples.file(node("x"))));
    world.serve(
        acme.key(),
        RecordSummary.of(
            peer("publisher of acme"), 2, value, Samples.after(Duration.ofDays(30)), recordTtl));
    assertThat(world.refresh(acme.key())).isInstanceOf(RefreshOutcome.Updated.class);
    assertThat(world.life(acme.key()).ttl()).isEqualTo(told);
    world.pass(told.minusMillis(1));
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, ");
    world.pass(Duration.ofMillis(1));
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, stale, ");
  }

  @Test
  void row26ARemovedBundledListStaysRemoved() {
    World world = new World();
    world.does(new ListCommands(world.book()).bundled(BUNDLE, Optional.empty()));
    assertThat(world.allows("b1", BOOTSTRAP)).isTrue();
    assertThat(world.story("b1", BOOTSTRAP)).contains("bundled (trusted, local");
    world.does(new AddCommands(world.book()).remove(world.holding(EntryKey.OfMark.BUNDLED)));
    assertThat(world.allows("b1", BOOTSTRAP)).isFalse();
    Bytes upgrade = TrustFileWriter.write(Samples.file(node("b1"), node("b3")));
    Change again = new ListCommands(world.book()).bundled(upgrade, Optional.of(peer("packager")));
    assertThat(((Change.Done) again).batch()).isEqualTo(EntryBatch.builder().build());
    world.does(again);
    assertThat(world.allows("b1", BOOTSTRAP)).isFalse();
    assertThat(world.story("b1", BOOTSTRAP)).contains("no entry names");
  }

  @Test
  void anUpgradeReplacesTheFileOfABundledListWithoutKeyAsAnUpdate() {
    World world = new World();
    world.does(new ListCommands(world.book()).bundled(BUNDLE, Optional.empty()));
    world.pass(Duration.ofDays(100));
    Bytes upgrade = TrustFileWriter.write(Samples.file(node("b1"), node("b3")));
    world.does(new ListCommands(world.book()).bundled(upgrade, Optional.empty()));
    assertThat(world.allows("b3", BOOTSTRAP)).isTrue();
    assertThat(world.allows("b2", BOOTSTRAP)).isFalse();
    assertThat(world.store.audit(1).getFirst().action()).isEqualTo("update");
  }

  @Test
  void aBundledListWithAKeyOfItsOwnIsFollowedLikeAnyOther() {
    World world = new World();
    PeerId packager = peer("packager");
    world.does(new ListCommands(world.book()).bundled(BUNDLE, Optional.of(packager)));
    EntryKey key = EntryKey.OfMark.BUNDLED;
    assertThat(EntryState.of(world.holding(key), world.time.trust())).isEqualTo(EntryState.SEEDED);
    world.publish(key, 1, Samples.file(node("b1"), node("b4")));
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
    assertThat(world.allows("b4", BOOTSTRAP)).isTrue();
    world.does(new ListCommands(world.book()).bundled(BUNDLE, Optional.of(packager)));
    assertThat(world.allows("b4", BOOTSTRAP)).isTrue();
    Change twice = new AddCommands(world.book()).name(packager, AddOptions.at(TRUSTED));
    assertThat(twice).isInstanceOf(Change.Refused.class).asString().contains("bundled");
  }

  @Test
  void aBundledListIsNotGivenAKeyThatTheUserFollowsAlready() {
    World world = new World();
    PeerId packager = peer("packager");
    world.does(new ListCommands(world.book()).bundled(BUNDLE, Optional.empty()));
    world.does(
        new AddCommands(world.book()).name(packager, AddOptions.at(TRUSTED).labelled("mine")));
    Bytes upgrade = TrustFileWriter.write(Samples.file(node("b1"), node("b3")));

    Change change = new ListCommands(world.book()).bundled(upgrade, Optional.of(packager));

    assertThat(((Change.Done) change).batch()).isEqualTo(EntryBatch.builder().build());
    assertThat(((Change.Done) change).messages())
        .containsExactly("the key of the bundled list has an entry already, mine");
  }

  @Test
  void aRevocationReachesEveryEntryWithTheName() {
    PeerId packager = peer("publisher of mine");
    Holding mine = list("mine", TRUSTED, node("m1"));
    Holding bundled =
        Holding.of(
            ListedEntry.bundled(
                Optional.of(packager), Samples.standing("bundled", TRUSTED, Overrides.NONE)),
            Samples.cached(Samples.file(node("b1"))));
    World world = new World(mine, bundled);
    world.serve(mine.key(), world.record(mine.key(), 2, world.host(TrustFileWriter.revocation())));
    assertThat(world.refresh(mine.key())).isInstanceOf(RefreshOutcome.Revoked.class);

    world.send(bundled.key(), new RefreshEvent.Started());

    assertThat(world.flags(bundled.key())).contains(EntryFlag.REVOKED);
    assertThat(world.allows("b1", BOOTSTRAP)).isFalse();
    int lines = world.store.audit(100).size();
    world.refresh(bundled.key());
    assertThat(world.store.audit(100)).as("written once").hasSize(lines);
  }

  @Test
  void row42ANodeListedTwiceRefusesTheFileNamingBothPlaces() {
    PeerId x = peer("x");
    String twice =
        """
        {"entities":[{"nodes":[{"pubkey":"%s"}]},{"nodes":[{"pubkey":"%s"},{"pubkey":"%s"}]}]}
        """
            .formatted(x, peer("y"), x.toName());
    ReadResult result = TrustFileReader.read(Bytes.utf8(twice));
    assertThat(result)
        .isInstanceOf(ReadResult.Refused.class)
        .asString()
        .contains("entities[1].nodes[1].pubkey")
        .contains("entities[0].nodes[0].pubkey");
  }

  @Test
  void row45AFriendsNodeInOnesOwnListIsWarnedOf() {
    World world = new World();
    Bytes own = TrustFileWriter.write(Samples.file(node("this node"), node("friend")));
    Change.Done change = (Change.Done) new ListCommands(world.book()).self(own);
    assertThat(change.messages())
        .singleElement()
        .asString()
        .contains("friend")
        .contains("becomes ultimate")
        .contains("second key");
    world.does(change);
    assertThat(world.snapshot.level(peer("friend"), world.now()))
        .contains(org.trustnet.trust.model.TrustLevel.ULTIMATE);
    assertThat(world.story("friend", BOOTSTRAP)).contains("self (ultimate, local): gives it");
  }

  @Test
  void row49AClockThatJumpsExpiresNothingBeforeARefreshProvesIt() {
    Holding acme = list("acme", TRUSTED, node("x"));
    Holding month = list("month", TRUSTED, node("y"));
    Holding year = list("year", TRUSTED, node("z"));
    World world =
        new World(
            acme,
            Samples.limited(month, Duration.ofDays(29)),
            Samples.limited(year, Duration.ofDays(31)));
    world.restart(Samples.T0.plus(Duration.ofDays(3650)));
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.allows("y", BOOTSTRAP)).isFalse();
    assertThat(world.allows("z", BOOTSTRAP)).isTrue();
    assertThat(world.time.gapOpen()).isTrue();
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, stale, 720 h old): gives it");
    assertThat(world.story("y", BOOTSTRAP)).contains("does not count: trust-lifetime is over");
    assertThat(world.story("z", BOOTSTRAP)).contains("year (trusted, stale, 720 h old): gives it");
    World back = new World(acme);
    back.restart(Samples.T0.minus(Duration.ofDays(3650)));
    assertThat(back.time.trust()).isEqualTo(Samples.T0);
    assertThat(back.time.behind(back.wall)).isTrue();
    assertThat(back.allows("x", BOOTSTRAP)).isTrue();
    assertThat(back.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
    back.pass(Duration.ofHours(25));
    back.serve(
        acme.key(),
        RecordSummary.of(
            peer("publisher of acme"),
            2,
            back.host(TrustFileWriter.write(Samples.file(node("w")))),
            Samples.after(Duration.ofDays(3)),
            Duration.ofHours(24)));
    assertThat(back.refresh(acme.key())).isInstanceOf(RefreshOutcome.Updated.class);
    assertThat(back.story("w", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
    World slept = new World(acme);
    slept.restart(Samples.T0.plus(Duration.ofDays(3)));
    assertThat(slept.time.trust()).isEqualTo(Samples.after(Duration.ofDays(3)));
    assertThat(slept.time.gapOpen()).isFalse();
    assertThat(slept.story("x", BOOTSTRAP)).contains("acme (trusted, stale, 72 h old): gives it");
  }

  @Test
  void row51TheBundledListOfATwoYearOldReleaseIsUsableAtAFirstStart() {
    Instant late = Samples.after(Duration.ofDays(730));
    for (Optional<PeerId> key : List.of(Optional.<PeerId>empty(), Optional.of(peer("packager")))) {
      World world = new World();
      world.time = TrustTime.startingAt(late);
      world.wall = late;
      world.does(new ListCommands(world.book()).bundled(BUNDLE, key));
      assertThat(EntryState.of(world.holding(EntryKey.OfMark.BUNDLED), late))
          .isEqualTo(key.isPresent() ? EntryState.SEEDED : EntryState.LOCAL);
      assertThat(world.allows("b1", BOOTSTRAP)).isTrue();
      assertThat(world.story("b1", BOOTSTRAP))
          .contains("bundled (trusted, " + (key.isPresent() ? "seeded, 0 min old" : "local") + ")");
      world.snapshot = world.snapshot.answered(List.of(EntryKey.OfMark.BUNDLED));
      world.pass(Duration.ofDays(366));
      assertThat(world.allows("b1", BOOTSTRAP)).isEqualTo(key.isEmpty());
      assertThat(world.story("b1", BOOTSTRAP))
          .contains(key.isEmpty() ? ": gives it" : "its file is older than cache-lifetime");
    }
  }

  @Test
  void row65TenRestartsWithAWrongClockAreCreditedThirtyDaysInAll() {
    Instant wrong = Samples.T0.plus(Duration.ofDays(3650));
    World world = new World(Samples.limited(list("acme", TRUSTED, node("x")), Duration.ofDays(31)));
    for (int i = 0; i < 10; i++) {
      world.restart(wrong.plus(Duration.ofDays(i)));
    }
    assertThat(world.time.trust()).isEqualTo(Samples.after(Duration.ofDays(30)));
    assertThat(world.time.credited()).isEqualTo(Duration.ofDays(30));
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, stale, 720 h old): gives it");
  }
}
