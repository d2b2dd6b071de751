package org.trustnet.trust.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.T0;
import static org.trustnet.trust.Samples.direct;
import static org.trustnet.trust.Samples.list;
import static org.trustnet.trust.Samples.minus;
import static org.trustnet.trust.Samples.node;
import static org.trustnet.trust.Samples.peer;
import static org.trustnet.trust.Samples.plus;
import static org.trustnet.trust.model.TrustFunction.BOOTSTRAP;
import static org.trustnet.trust.model.TrustFunction.CONNECT_ON_STARTUP;
import static org.trustnet.trust.model.TrustFunction.GRAPHSYNC;
import static org.trustnet.trust.model.TrustFunction.REDISTRIBUTE_IPNS;
import static org.trustnet.trust.model.TrustLevel.ADVANCED;
import static org.trustnet.trust.model.TrustLevel.PEER;
import static org.trustnet.trust.model.TrustLevel.TRUSTED;
import static org.trustnet.trust.model.TrustLevel.ULTIMATE;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.trust.Samples;
import org.trustnet.trust.World;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.refresh.UpdateGuard;

final class CommandTest {
  private static final List<Remote> AT = List.of(Remote.parse("/ip4/127.0.0.1/tcp/4001"));

  private static Change.Consent consent(Change change) {
    return ((Change.Done) change).consent();
  }

  private static Change.Problem problem(Change change) {
    return ((Change.Refused) change).problem();
  }

  private static EntryCommands entry(World world, String word) {
    return EntryCommands.of(world.book(), word).orElseThrow();
  }

  private static PeerCommands bootstrap(World world) {
    return new PeerCommands(world.book(), PeerCommands.Use.BOOTSTRAP);
  }

  private static PeerCommands peering(World world) {
    return new PeerCommands(world.book(), PeerCommands.Use.PEERING);
  }

  @Test
  void bootstrapAddMakesADirectEntryAndRmDeletesItAgain() {
    World world = new World();
    world.does(bootstrap(world).add(peer("x"), AT));
    DirectEntry entry = (DirectEntry) world.holding(new EntryKey.OfPeer(peer("x"))).entry();
    assertThat(entry.level()).isEqualTo(PEER);
    assertThat(entry.remotes()).isEqualTo(AT);
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    world.does(bootstrap(world).remove(peer("x")));
    assertThat(world.store.holdings()).isEmpty();
  }

  @Test
  void bootstrapRmKeepsWhatPeeringMade() {
    World world = new World();
    world.does(bootstrap(world).add(peer("x"), AT));
    world.does(peering(world).add(peer("x"), List.of()));
    world.does(bootstrap(world).remove(peer("x")));
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(world.allows("x", CONNECT_ON_STARTUP)).isTrue();
    world.does(peering(world).remove(peer("x")));
    assertThat(world.store.holdings()).isEmpty();
  }

  private static Remote at(int port) {
    return Remote.parse("/dns4/node.example/tcp/" + port);
  }

  private static Change withdrawn(World world, String peer, int... ports) {
    Set<Multiaddr> addresses = new HashSet<>();
    for (int port : ports) {
      addresses.add(Multiaddr.parse(at(port).toString()));
    }
    return bootstrap(world).remove(peer(peer), addresses);
  }

  private static List<Remote> remotes(World world, String peer) {
    return ((DirectEntry) world.holding(new EntryKey.OfPeer(peer(peer))).entry()).remotes();
  }

  @Test
  void bootstrapRmTakesAnAddressAndThePeerWithItsLast() {
    World world = new World();
    world.does(bootstrap(world).add(peer("x"), List.of(at(1), at(2), at(3))));

    assertThat(problem(withdrawn(world, "x", 1, 4))).isEqualTo(Change.Problem.NOT_FOUND);
    world.does(withdrawn(world, "x", 1));
    assertThat(remotes(world, "x")).containsExactly(at(2), at(3));
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(problem(withdrawn(world, "x", 1))).isEqualTo(Change.Problem.NOT_FOUND);
    world.does(withdrawn(world, "x", 2, 3));
    assertThat(world.store.holdings()).isEmpty();
  }

  @Test
  void bootstrapRmLeavesTheAddressesThatPeeringUsesToo() {
    World world = new World();
    world.does(bootstrap(world).add(peer("x"), List.of(at(1), at(2))));
    world.does(peering(world).add(peer("x"), List.of()));

    assertThat(problem(withdrawn(world, "x", 1))).isEqualTo(Change.Problem.INVALID);
    assertThat(remotes(world, "x")).containsExactly(at(1), at(2));
    world.does(withdrawn(world, "x", 1, 2));
    assertThat(remotes(world, "x")).containsExactly(at(1), at(2));
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(world.allows("x", CONNECT_ON_STARTUP)).isTrue();
  }

  @Test
  void bootstrapRmTakesNoAddressOutOfAList() {
    World world = new World(list("acme", TRUSTED, node("x", at(1).toString(), at(2).toString())));
    assertThat(problem(withdrawn(world, "x", 1))).isEqualTo(Change.Problem.INVALID);

    world.does(bootstrap(world).add(peer("x"), List.of(at(3))));
    world.does(withdrawn(world, "x", 3));
    assertThat(world.store.holdings()).hasSize(1);
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();

    world.does(withdrawn(world, "x", 1, 2));
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(problem(withdrawn(world, "x", 1))).isEqualTo(Change.Problem.NOT_FOUND);
  }

  @Test
  void whatTheUserDeniedIsAllowedAgainByAddOnlyWithHisYes() {
    World world = new World(direct("x", TRUSTED, minus(BOOTSTRAP, GRAPHSYNC)));

    Change change = bootstrap(world).add(peer("x"), AT);

    assertThat(consent(change)).isEqualTo(Change.Consent.YES);
    assertThat(((Change.Done) change).messages())
        .singleElement()
        .asString()
        .endsWith("has a direct -bootstrap, which it takes back");
    assertThat(consent(peering(world).add(peer("x"), AT))).isEqualTo(Change.Consent.NONE);
  }

  @Test
  void rmNeverTouchesOtherOverridesOrTypedEntries() {
    World world = new World(direct("x", TRUSTED, minus(GRAPHSYNC)));
    world.does(peering(world).add(peer("x"), List.of()));
    world.does(peering(world).remove(peer("x")));
    assertThat(world.holding(new EntryKey.OfPeer(peer("x"))).entry().overrides())
        .isEqualTo(minus(GRAPHSYNC));
  }

  @Test
  void bootstrapRmDeniesWhereAListStillGives() {
    World world = new World(list("acme", TRUSTED, node("x")));
    Change change = bootstrap(world).remove(peer("x"));
    assertThat(((Change.Done) change).messages()).singleElement().asString().contains("denied");
    world.does(change);
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(problem(peering(world).remove(peer("y")))).isEqualTo(Change.Problem.NOT_FOUND);
  }

  @Test
  void thisNodeItselfIsNotBlocked() {
    World world = new World();
    for (PolicyCommands.Target target : PolicyCommands.Target.values()) {
      assertThat(problem(new PolicyCommands(world.book()).block(World.SELF, target)))
          .isEqualTo(Change.Problem.INVALID);
    }
  }

  @Test
  void bootstrapRmDeniesWhatTheLevelOfADirectEntryGives() {
    World world =
        new World(direct("x", TRUSTED, Overrides.NONE), direct("y", TRUSTED, plus(BOOTSTRAP)));
    for (String name : List.of("x", "y")) {
      Change change = bootstrap(world).remove(peer(name));
      assertThat(((Change.Done) change).messages())
          .singleElement()
          .asString()
          .contains("level", "denied");
      world.does(change);
      assertThat(world.allows(name, BOOTSTRAP)).isFalse();
      assertThat(problem(bootstrap(world).remove(peer(name)))).isEqualTo(Change.Problem.NOT_FOUND);
    }
  }

  @Test
  void bootstrapRmAllLeavesNobodyAllowedBootstrap() {
    World world =
        new World(
            list("acme", TRUSTED, node("x")),
            direct("y", PEER, plus(BOOTSTRAP, GRAPHSYNC)),
            direct("w", TRUSTED, Overrides.NONE));
    world.does(bootstrap(world).add(peer("z"), AT));
    assertThat(consent(bootstrap(world).removeAll())).isEqualTo(Change.Consent.NONE);
    world.does(bootstrap(world).removeAll());
    for (String name : List.of("w", "x", "y", "z")) {
      assertThat(world.allows(name, BOOTSTRAP)).isFalse();
    }
    assertThat(world.allows("y", GRAPHSYNC)).isTrue();
  }

  @Test
  void whatIsSoAlreadyIsNotWrittenAgain() {
    World world = new World(list("acme", TRUSTED, node("x")));
    world.does(bootstrap(world).add(peer("y"), AT));
    world.does(bootstrap(world).remove(peer("x")));

    assertThat(((Change.Done) bootstrap(world).add(peer("y"), AT)).unchanged()).isTrue();
    assertThat(((Change.Done) bootstrap(world).add(peer("y"), List.of(at(1)))).unchanged())
        .isFalse();
    assertThat(bootstrap(world).remove(peer("x")))
        .isInstanceOfSatisfying(
            Change.Done.class,
            again -> {
              assertThat(again.unchanged()).isTrue();
              assertThat(again.messages())
                  .containsExactly(
                      "a list still gives it bootstrap: denied by a direct -bootstrap");
            });
    world.does(bootstrap(world).removeAll());
    assertThat(((Change.Done) bootstrap(world).removeAll()).unchanged()).isTrue();
  }

  @Test
  void acceptingSaysWhenNothingWasHeld() {
    World world = new World(list("acme", TRUSTED, node("x")));
    assertThat(entry(world, "acme").accept())
        .isInstanceOfSatisfying(
            Change.Done.class,
            done -> {
              assertThat(done.consent()).isEqualTo(Change.Consent.YES);
              assertThat(done.messages())
                  .singleElement()
                  .asString()
                  .startsWith("nothing was held; ");
            });
  }

  @Test
  void acceptingSaysWhatComesOfItAlsoBeforeItIsConfirmed() {
    World world = new World(list("acme", TRUSTED, node("x")));
    Holding held = world.holding(world.book().find("acme").getFirst().key());
    CachedFile file = held.file().orElseThrow();
    NodeHistory.Span span =
        new NodeHistory.Span(peer("x"), T0, T0.plus(UpdateGuard.WAIT), Instant.MAX);
    CachedFile waiting =
        new CachedFile(file.content(), file.file(), new NodeHistory(T0, List.of(span)));

    Change change =
        new EntryCommands(world.book(), new Holding(held.entry(), Optional.of(waiting))).accept();

    assertThat(consent(change)).isEqualTo(Change.Consent.YES);
    assertThat(((Change.Done) change).messages()).containsExactly("1 held node comes into force");
    assertThat(((Change.Done) change).file())
        .as("of its bytes, as no record led to it")
        .contains(Cid.v1(Cid.RAW, Multihash.sha256(file.content())));
  }

  @Test
  void aBlockedPeerIsNoContactOfAnyKind() {
    World world = new World();
    world.does(new PolicyCommands(world.book()).block(peer("x"), PolicyCommands.Target.PEER));

    assertThat(problem(bootstrap(world).add(peer("x"), AT))).isEqualTo(Change.Problem.BLOCKED);
    assertThat(problem(peering(world).add(peer("x"), AT))).isEqualTo(Change.Problem.BLOCKED);
  }

  @Test
  void anAddressThatCanNeverBeDialledIsSaidWhenAPeerIsAdded() {
    AddCommands add = new AddCommands(new World().book());
    List<Remote> remotes =
        List.of(Remote.parse("/ip4/192.0.2.1/tcp/0"), Remote.parse("/ip4/192.0.2.1/tcp/1"));

    assertThat(((Change.Done) add.peer(peer("x"), remotes, AddOptions.at(PEER))).messages())
        .containsExactly("/ip4/192.0.2.1/tcp/0 can never be dialled: port 0");
    assertThat(((Change.Done) bootstrap(new World()).add(peer("x"), remotes)).messages())
        .containsExactly("/ip4/192.0.2.1/tcp/0 can never be dialled: port 0");
  }

  @Test
  void nothingCanBeAcceptedOfAnEntryThatHasNoFileYet() {
    World world = new World(direct("y", PEER, plus(BOOTSTRAP)));
    assertThat(problem(EntryCommands.of(world.book(), peer("y").toString()).orElseThrow().accept()))
        .isEqualTo(Change.Problem.NO_FILE);
  }

  @Test
  void onlyWhatLoosensTrustAsksForAYes() {
    World world = new World(list("acme", TRUSTED, minus(BOOTSTRAP), node("x")));
    assertThat(consent(entry(world, "acme").level(ADVANCED))).isEqualTo(Change.Consent.YES);
    assertThat(consent(entry(world, "acme").level(ULTIMATE))).isEqualTo(Change.Consent.KEY_RETYPED);
    assertThat(consent(entry(world, "acme").level(PEER))).isEqualTo(Change.Consent.NONE);
    assertThat(consent(entry(world, "acme").allow(Functions.of(GRAPHSYNC))))
        .isEqualTo(Change.Consent.YES);
    assertThat(consent(entry(world, "acme").deny(Functions.of(GRAPHSYNC))))
        .isEqualTo(Change.Consent.NONE);
    assertThat(consent(entry(world, "acme").unset(Functions.of(BOOTSTRAP))))
        .isEqualTo(Change.Consent.YES);
    assertThat(consent(entry(world, "acme").unset(Functions.of(GRAPHSYNC))))
        .isEqualTo(Change.Consent.NONE);
    assertThat(consent(entry(world, "acme").suspend())).isEqualTo(Change.Consent.NONE);
    assertThat(consent(entry(world, "acme").renew())).isEqualTo(Change.Consent.YES);
    assertThat(consent(new AddCommands(world.book()).name(peer("n"), AddOptions.at(TRUSTED))))
        .isEqualTo(Change.Consent.NONE);
    assertThat(consent(new AddCommands(world.book()).name(peer("n"), AddOptions.at(ADVANCED))))
        .isEqualTo(Change.Consent.YES);
    assertThat(consent(new AddCommands(world.book()).name(peer("n"), AddOptions.at(ULTIMATE))))
        .isEqualTo(Change.Consent.KEY_RETYPED);
    Matrix more =
        Matrix.standard().with(BOOTSTRAP, Optional.of(org.trustnet.trust.model.TrustLevel.PEER));
    assertThat(consent(new PolicyCommands(world.book()).matrix(more)))
        .isEqualTo(Change.Consent.YES);
    Matrix less = Matrix.standard().with(BOOTSTRAP, Optional.empty());
    assertThat(consent(new PolicyCommands(world.book()).matrix(less)))
        .isEqualTo(Change.Consent.NONE);
  }

  @Test
  void anEntryWhoseTimeIsOverComesBackByNoLevelUnasked() {
    World world = new World(Samples.limited(list("acme", TRUSTED), Duration.ofDays(1)));
    assertThat(consent(entry(world, "acme").level(PEER))).isEqualTo(Change.Consent.NONE);
    assertThat(consent(entry(world, "acme").level(TRUSTED))).isEqualTo(Change.Consent.NONE);
    world.pass(Duration.ofHours(1));
    assertThat(consent(entry(world, "acme").level(PEER))).isEqualTo(Change.Consent.NONE);
    assertThat(consent(entry(world, "acme").level(TRUSTED))).isEqualTo(Change.Consent.YES);
    world.pass(Duration.ofDays(2));
    assertThat(consent(entry(world, "acme").level(PEER))).isEqualTo(Change.Consent.YES);
    assertThat(consent(entry(world, "acme").level(TRUSTED))).isEqualTo(Change.Consent.YES);
  }

  @Test
  void blockingABareKeyMeansThePeerAndTheNameAndSaysSo() {
    World world = new World();
    assertThat(PolicyCommands.target(peer("x").toString())).contains(PolicyCommands.Target.BOTH);
    Change change = new PolicyCommands(world.book()).block(peer("x"), PolicyCommands.Target.BOTH);
    assertThat(((Change.Done) change).messages()).hasSize(2);
    world.does(change);
    assertThat(world.snapshot.blocked(peer("x"))).isTrue();
    assertThat(world.snapshot.nameBlocked(peer("x"))).isTrue();
    assertThat(problem(new AddCommands(world.book()).name(peer("x"), AddOptions.at(TRUSTED))))
        .isEqualTo(Change.Problem.BLOCKED);
    world.does(new PolicyCommands(world.book()).unblock(peer("x"), PolicyCommands.Target.PEER));
    assertThat(world.snapshot.blocked(peer("x"))).isFalse();
    assertThat(world.snapshot.nameBlocked(peer("x"))).isTrue();
  }

  @Test
  void redistributeIsNeverAllowedToAPeer() {
    World world = new World(direct("x", PEER, Overrides.NONE));
    assertThat(problem(entry(world, "direct x").allow(Functions.of(REDISTRIBUTE_IPNS))))
        .isEqualTo(Change.Problem.INVALID);
  }

  @Test
  void labelsAreUniqueAfterNormalisingAndFolding() {
    World world = new World(list("Straße é", TRUSTED, node("x")));
    Change change =
        new AddCommands(world.book())
            .name(peer("n"), AddOptions.at(PEER).labelled("STRASSE e\u0301"));
    assertThat(problem(change)).isEqualTo(Change.Problem.DUPLICATE);
    assertThat(world.book().find("STRASSE E\u0301")).hasSize(1);
    assertThat(world.book().find("nobody")).isEmpty();
  }

  @Test
  void findsAnEntryByLabelKeyOrName() {
    Holding acme = list("acme", TRUSTED, node("x"));
    World world = new World(acme);
    assertThat(world.book().find("acme")).containsExactly(acme);
    assertThat(world.book().find(peer("publisher of acme").toName())).containsExactly(acme);
    assertThat(world.book().find(acme.key().text())).containsExactly(acme);
    assertThat(world.book().find(peer("publisher of acme").toString())).containsExactly(acme);
  }

  @Test
  void oneEntryMoreThanTheLimitIsRefused() {
    Holding[] most =
        IntStream.range(0, TrustEntry.MAX_ENTRIES)
            .mapToObj(i -> direct("d" + i, PEER, Overrides.NONE))
            .toArray(Holding[]::new);
    World world = new World(most);
    assertThat(problem(new AddCommands(world.book()).name(peer("n"), AddOptions.at(PEER))))
        .isEqualTo(Change.Problem.LIMIT);
    assertThat(problem(bootstrap(world).add(peer("n"), AT))).isEqualTo(Change.Problem.LIMIT);
    world.does(new AddCommands(world.book()).remove(most[0]));
    assertThat(new AddCommands(world.book()).name(peer("n"), AddOptions.at(PEER)))
        .isInstanceOf(Change.Done.class);
  }

  @Test
  void aNodeIsNoEntryOfItself() {
    World world = new World();
    assertThat(problem(bootstrap(world).add(World.SELF, AT))).isEqualTo(Change.Problem.INVALID);
    assertThat(problem(new AddCommands(world.book()).peer(World.SELF, AT, AddOptions.at(PEER))))
        .isEqualTo(Change.Problem.INVALID);
  }
}
