package org.trustnet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.decide.Difference;
import org.trustnet.trust.decide.Policy;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Judgement;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;

/** What holds whatever the entries are: section 3's invariants, floors, trust time. */
final class PropertyTest {
  private static final int WORLDS = 300;
  private static final List<String> PEERS = List.of("p0", "p1", "p2", "p3", "p4", "p5");
  private static final Functions DEFAULTABLE = defaultable();

  private final Random random = new Random(20_260_101);

  private static Functions defaultable() {
    List<TrustFunction> all = new ArrayList<>();
    for (TrustFunction function : TrustFunction.values()) {
      if (function.mayBeDefault()) {
        all.add(function);
      }
    }
    return Functions.of(all);
  }

  private Functions functions() {
    return new Functions(
        random.nextInt() & random.nextInt() & random.nextInt() & Functions.ALL.bits());
  }

  private TrustLevel level() {
    return TrustLevel.values()[random.nextInt(TrustLevel.values().length)];
  }

  private Overrides overrides() {
    Functions allowed = functions();
    return new Overrides(allowed, functions().minus(allowed));
  }

  private Holding holding(int number) {
    Holding holding =
        random.nextInt(3) == 0
            ? Samples.direct(PEERS.get(number % PEERS.size()), level(), overrides())
            : Samples.list("list" + number, level(), overrides(), nodes());
    Standing standing = holding.entry().standing();
    if (random.nextInt(4) == 0) {
      standing =
          standing.withJudgement(
              new Judgement(Samples.T0, Optional.of(Duration.ofDays(1 + random.nextInt(400)))));
    }
    if (random.nextInt(6) == 0) {
      standing = standing.withSuspension(Standing.Suspension.SUSPENDED);
    }
    TrustEntry entry = holding.entry().withStanding(standing);
    if (entry instanceof ListedEntry listed && random.nextInt(4) == 0) {
      entry = listed.withLife(listed.life().withAlarms(Alarms.NONE.nowFrozen(Samples.T0)));
    }
    return holding.withEntry(entry);
  }

  private Node[] nodes() {
    List<Node> nodes = new ArrayList<>();
    for (String peer : PEERS) {
      if (random.nextBoolean()) {
        nodes.add(Samples.node(peer));
      }
    }
    return nodes.toArray(Node[]::new);
  }

  private List<Holding> holdings() {
    Map<EntryKey, Holding> holdings = new HashMap<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      Holding holding = holding(i);
      holdings.put(holding.key(), holding);
    }
    return new ArrayList<>(holdings.values());
  }

  private Policy policy() {
    Policy policy = Policy.standard(World.SELF).withDefaults(functions().and(DEFAULTABLE));
    return random.nextInt(4) > 0
        ? policy
        : policy.withBlocks(Blocks.NONE.withPeer(Samples.peer(PEERS.getFirst())));
  }

  private long now() {
    return Samples.ms(Samples.after(Duration.ofHours(random.nextInt(24 * 450))));
  }

  private static void assertNothingLost(Snapshot before, Snapshot after, long now) {
    for (String peer : PEERS) {
      for (Side side : Side.values()) {
        Functions lost =
            before
                .allowed(Samples.peer(peer), side, now)
                .minus(after.allowed(Samples.peer(peer), side, now));
        assertThat(lost).isEqualTo(Functions.NONE);
      }
    }
  }

  @Test
  void oneMoreVoucherNeverTurnsAllowIntoDeny() {
    for (int i = 0; i < WORLDS; i++) {
      Snapshot before = Snapshot.of(policy(), holdings());
      Holding more = Samples.list("one more", level(), overrides(), nodes());
      assertNothingLost(before, before.with(List.of(more), Set.of()), now());
    }
  }

  @Test
  void aHigherLevelNeverTurnsAllowIntoDeny() {
    for (int i = 0; i < WORLDS; i++) {
      List<Holding> holdings = holdings();
      Snapshot before = Snapshot.of(policy(), holdings);
      Holding one = holdings.get(random.nextInt(holdings.size()));
      TrustEntry entry = one.entry();
      TrustLevel higher = level();
      if (higher.atLeast(entry.level())) {
        Holding raised = one.withEntry(entry.withStanding(entry.standing().withLevel(higher)));
        assertNothingLost(before, before.with(List.of(raised), Set.of()), now());
      }
    }
  }

  @Test
  void aPlusNeverTurnsAllowIntoDeny() {
    for (int i = 0; i < WORLDS; i++) {
      List<Holding> holdings = holdings();
      Snapshot before = Snapshot.of(policy(), holdings);
      Holding one = holdings.get(random.nextInt(holdings.size()));
      Standing standing = one.entry().standing();
      Overrides more = standing.overrides().allow(functions());
      Holding given = one.withEntry(one.entry().withStanding(standing.withOverrides(more)));
      assertNothingLost(before, before.with(List.of(given), Set.of()), now());
    }
  }

  @Test
  void aMinusOnAListCancelsOnlyWhatThatListGives() {
    for (int i = 0; i < WORLDS; i++) {
      List<Holding> holdings = holdings();
      Holding one = holdings.get(random.nextInt(holdings.size()));
      if (one.entry() instanceof DirectEntry) {
        continue;
      }
      Policy policy = policy();
      Snapshot before = Snapshot.of(policy, holdings);
      Standing standing = one.entry().standing();
      Overrides less = standing.overrides().deny(functions());
      Holding denied = one.withEntry(one.entry().withStanding(standing.withOverrides(less)));
      Snapshot without = before.with(List.of(), Set.of(one.key()));
      assertNothingLost(without, before.with(List.of(denied), Set.of()), now());
    }
  }

  @Test
  void theDifferenceListsExactlyWhatTurnedFromAllowToDeny() {
    for (int i = 0; i < WORLDS; i++) {
      List<Holding> holdings = holdings();
      Snapshot before = Snapshot.of(policy(), holdings);
      long then = now();
      long now = Math.max(then, now());
      Snapshot after = changed(before, holdings);
      Difference difference = Difference.between(before, then, after, now);
      Map<PeerId, Difference.PeerChange> listed = new HashMap<>();
      difference.peers().forEach(c -> listed.put(c.peer(), c));
      for (String name : PEERS) {
        PeerId peer = Samples.peer(name);
        Functions grant =
            before.allowed(peer, Side.GRANT, then).minus(after.allowed(peer, Side.GRANT, now));
        Functions rely =
            before.allowed(peer, Side.RELY, then).minus(after.allowed(peer, Side.RELY, now));
        Difference.Asked lost = lost(listed, difference, peer, before, after);
        assertThat(lost.grant()).isEqualTo(grant);
        assertThat(lost.rely()).isEqualTo(rely);
      }
    }
  }

  private static Difference.Asked lost(
      Map<PeerId, Difference.PeerChange> listed,
      Difference difference,
      PeerId peer,
      Snapshot before,
      Snapshot after) {
    if (listed.containsKey(peer)) {
      return listed.get(peer).lost();
    }
    boolean named = before.peers().contains(peer) || after.peers().contains(peer);
    if (named) {
      return Difference.Asked.NOTHING;
    }
    if (difference.blocked().contains(peer)) {
      return new Difference.Asked(before.strangers(Side.GRANT), before.strangers(Side.RELY));
    }
    return after.blocked(peer) ? Difference.Asked.NOTHING : difference.strangersLost();
  }

  private Snapshot changed(Snapshot before, List<Holding> holdings) {
    return switch (random.nextInt(6)) {
      case 0 -> before.with(List.of(), Set.of(holdings.getFirst().key()));
      case 1 -> before.with(List.of(holding(0)), Set.of());
      case 2 -> before.with(before.policy().withDefaults(functions().and(DEFAULTABLE)));
      case 3 -> before.with(before.policy().withBlocks(Blocks.NONE.withPeer(Samples.peer("p1"))));
      case 4 ->
          before.with(
              before
                  .policy()
                  .withMatrix(
                      Matrix.standard()
                          .with(TrustFunction.BOOTSTRAP, Optional.of(TrustLevel.ULTIMATE))));
      default -> before.answered(new HashSet<>(List.of(holdings.getFirst().key())));
    };
  }

  @Test
  void aSnapshotChangedStepByStepEqualsOneBuiltAtOnce() {
    for (int i = 0; i < 50; i++) {
      Policy policy = policy();
      Snapshot stepwise = Snapshot.empty(policy);
      Map<EntryKey, Holding> all = new HashMap<>();
      for (int step = 0; step < 12; step++) {
        Holding holding = holding(random.nextInt(6));
        if (random.nextInt(3) == 0) {
          all.remove(holding.key());
          stepwise = stepwise.with(List.of(), Set.of(holding.key()));
        } else {
          all.put(holding.key(), holding);
          stepwise = stepwise.with(List.of(holding), Set.of());
        }
      }
      Snapshot whole = Snapshot.of(policy, all.values());
      long now = now();
      assertThat(stepwise.indexedNodes()).isEqualTo(whole.indexedNodes());
      assertThat(stepwise.peers()).containsExactlyInAnyOrderElementsOf(whole.peers());
      assertNothingLost(stepwise, whole, now);
      assertNothingLost(whole, stepwise, now);
    }
  }

  @Test
  void noSequenceOfCommandsLowersAFloor() {
    World world = new World();
    Map<PeerId, Floor> highest = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      String name = "publisher" + random.nextInt(3);
      EntryKey key = new EntryKey.OfName(Samples.peer(name));
      Optional<Holding> there = world.store.holding(key);
      if (there.isEmpty()) {
        command(
            world, new AddCommands(world.book()).name(Samples.peer(name), AddOptions.at(level())));
      } else {
        act(world, there.get(), key);
      }
      world.pass(Duration.ofHours(random.nextInt(30)));
      for (NameRecord record : world.store.names()) {
        Floor before = highest.get(record.name());
        Floor floor = record.floor().orElse(before);
        assertThat(before == null || floor != null && !before.above(floor)).isTrue();
        if (floor != null) {
          highest.put(record.name(), floor);
        }
      }
    }
    assertThat(highest).hasSize(3);
  }

  private void act(World world, Holding holding, EntryKey key) {
    EntryCommands commands = new EntryCommands(world.book(), holding);
    switch (random.nextInt(7)) {
      case 0 -> command(world, new AddCommands(world.book()).remove(holding));
      case 1 -> command(world, commands.suspend());
      case 2 -> command(world, commands.level(level()));
      case 3 -> command(world, commands.accept());
      case 4 -> world.restart(world.wall);
      default -> {
        world.publish(key, random.nextInt(40), Samples.file(Samples.node("n" + random.nextInt(9))));
        world.refresh(key);
      }
    }
  }

  private static void command(World world, Change change) {
    if (change instanceof Change.Done done) {
      world.commit(done.batch());
    }
  }

  @Test
  void trustTimeNeverGoesBackAndCreditsThirtyDaysAtMost() {
    for (int run = 0; run < 50; run++) {
      Instant wall = Samples.T0;
      TrustTime time = TrustTime.startingAt(wall);
      Duration ran = Duration.ZERO;
      for (int i = 0; i < 200; i++) {
        Duration step = Duration.ofMinutes(random.nextInt(600));
        boolean restart = random.nextInt(4) == 0;
        wall =
            restart
                ? Samples.T0.plus(Duration.ofDays(random.nextInt(4000) - 1000))
                : wall.plus(step);
        Duration monotonic = restart ? Duration.ZERO : step;
        ran = ran.plus(monotonic);
        TrustTime next = time.step(monotonic, wall);
        assertThat(next.trust()).isAfterOrEqualTo(time.trust());
        assertThat(next.highestWall()).isAfterOrEqualTo(time.highestWall());
        assertThat(next.trust()).isBeforeOrEqualTo(Samples.T0.plus(ran).plus(TrustTime.MAX_CREDIT));
        time = next;
      }
      TrustTime closed = time.close(wall);
      assertThat(closed.trust()).isAfterOrEqualTo(time.trust());
      assertThat(closed.gapOpen()).isFalse();
    }
  }
}
