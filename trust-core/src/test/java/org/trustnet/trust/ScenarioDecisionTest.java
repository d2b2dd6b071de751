package org.trustnet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.direct;
import static org.trustnet.trust.Samples.list;
import static org.trustnet.trust.Samples.minus;
import static org.trustnet.trust.Samples.node;
import static org.trustnet.trust.Samples.open;
import static org.trustnet.trust.Samples.peer;
import static org.trustnet.trust.Samples.plus;
import static org.trustnet.trust.model.TrustFunction.BOOTSTRAP;
import static org.trustnet.trust.model.TrustFunction.CONNECT_ON_STARTUP;
import static org.trustnet.trust.model.TrustFunction.HOLD_CONNECTION;
import static org.trustnet.trust.model.TrustFunction.OFFER_RELAY;
import static org.trustnet.trust.model.TrustFunction.REMOTE_FETCH_CID;
import static org.trustnet.trust.model.TrustFunction.REMOTE_RESOLVE_IPNS;
import static org.trustnet.trust.model.TrustLevel.ADVANCED;
import static org.trustnet.trust.model.TrustLevel.MARGINAL;
import static org.trustnet.trust.model.TrustLevel.PEER;
import static org.trustnet.trust.model.TrustLevel.TRUSTED;
import static org.trustnet.trust.model.TrustLevel.ULTIMATE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.command.PolicyCommands;
import org.trustnet.trust.decide.Dialling;
import org.trustnet.trust.decide.Difference;
import org.trustnet.trust.decide.Explanation;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.decide.Policy;
import org.trustnet.trust.decide.RemoteRules;
import org.trustnet.trust.decide.Step;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/** The golden table, rows that decisions alone settle. */
final class ScenarioDecisionTest {
  private static EntryCommands entry(World world, String label) {
    return EntryCommands.of(world.book(), label).orElseThrow();
  }

  private static Dialling dialling(World world, String peer, TrustFunction function) {
    return new PeerQuestions(world.snapshot, world.now())
        .dialling(peer(peer), function, Side.RELY)
        .orElseThrow();
  }

  private static List<String> remotes(Dialling dialling) {
    return dialling.remotes().stream().map(Object::toString).toList();
  }

  @Test
  void row1OneTrustedListAllowsBootstrap() {
    World world = new World(list("acme", TRUSTED, node("x")));
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    Explanation why = world.explain("x", BOOTSTRAP);
    assertThat(why.rule()).isEqualTo(Explanation.Rule.VOUCHER);
    assertThat(why.steps()).filteredOn(Step.Vouch.class::isInstance).hasSize(1);
    assertThat(why.level()).contains(TRUSTED);
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted")
        .contains("gives it; the matrix gives it; \"x\" in /ipns/k51")
        .contains(", typed");
  }

  @Test
  void row2AnOverrideOfAMarginalListGivesBesideATrustedOne() {
    World world =
        new World(
            list("m", MARGINAL, plus(REMOTE_FETCH_CID), node("x")), list("t", TRUSTED, node("x")));
    assertThat(world.allows("x", REMOTE_FETCH_CID)).isTrue();
    assertThat(world.explain("x", REMOTE_FETCH_CID).lines())
        .anyMatch(
            line ->
                line.startsWith("m (marginal")
                    && line.contains(": gives it; its +, the matrix does not give it"))
        .anyMatch(
            line ->
                line.startsWith("t (trusted")
                    && line.contains(": does not give it; the matrix does not give it"));
  }

  @Test
  void row3ADenyOfOneListDoesNotBarWhatAnotherGives() {
    World world =
        new World(list("t", TRUSTED, minus(BOOTSTRAP), node("x")), list("a", ADVANCED, node("x")));
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.story("x", BOOTSTRAP))
        .containsPattern("t \\(trusted.*: does not give it; its -, the matrix gives it")
        .containsPattern("a \\(advanced.*: gives it; the matrix gives it");
  }

  @Test
  void row4ADenyOfOneTrustedListDoesNotBarAnother() {
    World world =
        new World(list("t", TRUSTED, minus(BOOTSTRAP), node("x")), list("u", TRUSTED, node("x")));
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.explain("x", BOOTSTRAP).steps())
        .filteredOn(Step.Vouch.class::isInstance)
        .hasSize(2);
    assertThat(world.story("x", BOOTSTRAP))
        .containsPattern("t \\(trusted.*: does not give it; its -, the matrix gives it")
        .containsPattern("u \\(trusted.*: gives it; the matrix gives it");
  }

  @Test
  void row5ADirectDenyBarsOneFunctionAndLeavesTheRest() {
    World world = new World(direct("x", PEER, minus(OFFER_RELAY)), list("a", ADVANCED, node("x")));
    assertThat(world.allows("x", OFFER_RELAY)).isFalse();
    Functions rest =
        world
            .snapshot
            .policy()
            .matrix()
            .given(ADVANCED)
            .minus(Functions.of(OFFER_RELAY, TrustFunction.REDISTRIBUTE_IPNS));
    assertThat(rest.list())
        .hasSize(11)
        .allSatisfy(
            f -> {
              assertThat(world.allows("x", f)).as(f.id()).isTrue();
              assertThat(world.story("x", f)).contains("a (advanced").contains(": gives it");
            });
    Explanation why = world.explain("x", OFFER_RELAY);
    assertThat(why.rule()).isEqualTo(Explanation.Rule.DIRECT_OVERRIDE);
    assertThat(world.story("x", OFFER_RELAY))
        .contains("direct x says -: that decides")
        .contains("a (advanced");
  }

  @Test
  void row6SettingADirectPeerToPeerIsNoDemotionAndSaysSo() {
    World world = new World(direct("x", PEER, Overrides.NONE), list("acme", TRUSTED, node("x")));
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    Change.Done change = (Change.Done) entry(world, "direct x").level(PEER);
    assertThat(change.consent()).isEqualTo(Change.Consent.NONE);
    assertThat(change.messages())
        .singleElement()
        .asString()
        .contains("no demotion")
        .contains("acme");
    assertThat(world.does(change).isEmpty()).isTrue();
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted");
  }

  @Test
  void row7ADefaultOpensAFunctionForAKnownPeer() {
    Policy policy = Policy.standard(World.SELF).withDefaults(Functions.of(OFFER_RELAY));
    World world = new World(policy, direct("x", PEER, Overrides.NONE));
    assertThat(world.allows("x", OFFER_RELAY)).isTrue();
    assertThat(world.explain("x", OFFER_RELAY).rule()).isEqualTo(Explanation.Rule.DEFAULT);
    assertThat(world.story("x", OFFER_RELAY)).contains("Trust.Default opens offer-relay");
  }

  @Test
  void row8ABlockDeniesEverythingWhoeverVouches() {
    World world = new World(list("mine", ULTIMATE, node("x")));
    Difference difference =
        world.does(new PolicyCommands(world.book()).block(peer("x"), PolicyCommands.Target.PEER));
    for (TrustFunction function : TrustFunction.values()) {
      assertThat(world.allows("x", function)).isFalse();
      assertThat(world.explain("x", function).rule()).isEqualTo(Explanation.Rule.BLOCKED);
    }
    assertThat(world.snapshot.blocked(peer("x"))).isTrue();
    assertThat(difference.blocked()).containsExactly(peer("x"));
    assertThat(world.story("x", BOOTSTRAP))
        .contains("is blocked: no function, no connection either way")
        .contains("mine (ultimate")
        .contains("would change it: trust unblock /p2p/" + peer("x"));
  }

  @Test
  void row9ABlockedNameIsNeverResolvedAndItsListIsOutOfForce() {
    Holding acme = list("acme", TRUSTED, node("x"));
    World world = new World(acme);
    PeerId name = peer("publisher of acme");
    world.does(new PolicyCommands(world.book()).block(name, PolicyCommands.Target.NAME));
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(world.story("x", BOOTSTRAP)).contains("its name is blocked");
    world.refresh(acme.key());
    assertThat(world.lookups).isZero();
  }

  @Test
  void row10AnotherListStillVouchesWhenOneIsSuspended() {
    World world = new World(list("a", ADVANCED, node("x")), list("t", TRUSTED, node("x")));
    world.does(entry(world, "a").suspend());
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.allows("x", OFFER_RELAY)).isFalse();
    assertThat(world.story("x", BOOTSTRAP))
        .contains("a (advanced, fresh, suspended, ")
        .contains("does not count: suspended")
        .containsPattern("t \\(trusted.*: gives it");
  }

  @Test
  void row11SuspendingADirectEntryTakesItsDeniesAwayToo() {
    World world = new World(direct("x", PEER, minus(BOOTSTRAP)), list("t", TRUSTED, node("x")));
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    Change.Done change = (Change.Done) entry(world, "direct x").suspend();
    assertThat(change.messages()).singleElement().asString().contains("denies are suspended");
    assertThat(world.story("x", BOOTSTRAP)).contains("direct x says -: that decides");
    world.does(change);
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.story("x", BOOTSTRAP))
        .contains("direct x (peer, local, suspended): does not count: suspended")
        .doesNotContain("that decides");
  }

  @Test
  void row12AnEntryWhoseTrustLifetimeIsOverVouchesNoMoreAndIsStillRefreshed() {
    Holding acme = Samples.limited(list("acme", TRUSTED, node("x")), Duration.ofDays(1));
    World world = new World(acme);
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    world.pass(Duration.ofDays(1));
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted, stale, trust-expired, 24 h old): ")
        .contains("does not count: trust-lifetime is over");
    world.publish(acme.key(), 2, Samples.file(node("x"), node("y")));
    world.refresh(acme.key());
    assertThat(world.life(acme.key()).used()).contains(2L);
    assertThat(world.allows("y", BOOTSTRAP)).isFalse();
    assertThat(world.story("y", BOOTSTRAP))
        .contains("acme (trusted, fresh, trust-expired, 0 min old): ");
    world.does(entry(world, "acme").renew());
    assertThat(world.allows("y", BOOTSTRAP)).isTrue();
    assertThat(world.story("y", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
  }

  @Test
  void row13AStaleFileIsUsedAndAnExpiredOneIsNot() {
    Holding acme = list("acme", TRUSTED, node("x"));
    World world = new World(acme);
    world.snapshot = world.snapshot.answered(List.of(acme.key()));
    world.pass(Duration.ofDays(2));
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, stale, 48 h old): gives it");
    world.pass(Duration.ofDays(363));
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted, expired, 8760 h old): ")
        .contains("does not count: its file is older than cache-lifetime");
  }

  @Test
  void row18ANodeListedByKeyOnlyIsDialledAtLearntAddresses() {
    World world = new World(list("acme", TRUSTED, node("x")));
    assertThat(dialling(world, "x", BOOTSTRAP))
        .isEqualTo(new Dialling(List.of(), Dialling.Learnt.DIALLED));
    assertThat(world.story("x", BOOTSTRAP)).contains("dialled at addresses learnt elsewhere");
  }

  @Test
  void row19AStrictListBindsOnlyWhatItsOwnFileGives() {
    World world =
        new World(
            list("a", TRUSTED, node("x", "/dns/a.example/tcp/1")),
            list("b", TRUSTED, open("x", "/dns/b.example/tcp/1")));
    Dialling dialling = dialling(world, "x", BOOTSTRAP);
    assertThat(remotes(dialling))
        .containsExactlyInAnyOrder("/dns/a.example/tcp/1", "/dns/b.example/tcp/1");
    assertThat(dialling.learnt()).isEqualTo(Dialling.Learnt.DIALLED);
    assertThat(world.story("x", BOOTSTRAP))
        .contains("/dns/a.example/tcp/1", "/dns/b.example/tcp/1", "addresses learnt elsewhere");
  }

  @Test
  void row20AMarginalListCannotRedirectWhatAnotherGives() {
    World world =
        new World(
            list("m", MARGINAL, node("x", "/dns/bogus.example/tcp/1")),
            list("b", TRUSTED, node("x", "/dns/b.example/tcp/1")));
    Dialling dialling = dialling(world, "x", BOOTSTRAP);
    assertThat(remotes(dialling)).containsExactly("/dns/b.example/tcp/1");
    assertThat(dialling.learnt()).isEqualTo(Dialling.Learnt.OMITTED);
    assertThat(world.explain("x", BOOTSTRAP).lines())
        .contains("dialled at /dns/b.example/tcp/1")
        .anyMatch(line -> line.startsWith("m (marginal") && line.contains("does not give it"));
  }

  @Test
  void row21AStrictNodeIsJudgedByItsKeyWhereverItConnectsFrom() {
    World world = new World(list("a", ADVANCED, node("x", "/dns/a.example/tcp/1")));
    assertThat(world.allows("x", OFFER_RELAY)).isTrue();
    assertThat(world.explain("x", OFFER_RELAY).allowed()).isTrue();
    assertThat(world.story("x", OFFER_RELAY))
        .contains("a (advanced, fresh, 0 min old): gives it")
        .doesNotContain("/dns/a.example");
  }

  @Test
  void row22PrivateRemotesOfATrustedListAreDroppedAndWarnedOf() {
    String[] bad = {
      "/ip4/127.0.0.1/tcp/5101", "/ip4/10.0.0.1/tcp/1", "/ip4/169.254.169.254/tcp/80"
    };
    World world = new World(list("t", TRUSTED, node("x", bad)));
    assertThat(remotes(dialling(world, "x", BOOTSTRAP))).isEmpty();
    assertThat(
            new PeerQuestions(world.snapshot, world.now()).vouchers(peer("x")).getFirst().dropped())
        .hasSize(3)
        .allSatisfy(d -> assertThat(d.reason()).contains("address"));
    assertThat(world.story("x", BOOTSTRAP))
        .contains("t: remote /ip4/127.0.0.1/tcp/5101 is not used: a loopback address")
        .contains("t: remote /ip4/10.0.0.1/tcp/1 is not used: a private address")
        .contains("t: remote /ip4/169.254.169.254/tcp/80 is not used: a link-local address")
        .contains("dialled at addresses learnt elsewhere");
    assertThat(RemoteRules.fault(IpAddress.parse4("10.0.0.1"), Policy.RemoteScope.PUBLIC))
        .contains("a private address");
    World ultimate = new World(list("u", ULTIMATE, node("x", bad)));
    assertThat(remotes(dialling(ultimate, "x", BOOTSTRAP))).hasSize(3);
    World allowed =
        new World(
            Policy.standard(World.SELF).withScope(Policy.RemoteScope.ANY),
            list("t", TRUSTED, node("x", bad)));
    assertThat(remotes(dialling(allowed, "x", BOOTSTRAP))).hasSize(3);
    World direct = new World(direct("x", TRUSTED, Overrides.NONE, bad));
    assertThat(remotes(dialling(direct, "x", BOOTSTRAP))).hasSize(3);
  }

  @Test
  void row41ASecondEntryForAKeyIsRefusedAndNamesTheFirst() {
    World world = new World(list("acme", TRUSTED, node("x")), direct("x", PEER, Overrides.NONE));
    Change name =
        new AddCommands(world.book())
            .name(peer("publisher of acme"), org.trustnet.trust.command.AddOptions.at(MARGINAL));
    assertThat(name).isInstanceOf(Change.Refused.class).asString().contains("acme");
    Change direct =
        new AddCommands(world.book())
            .peer(peer("x"), List.of(), org.trustnet.trust.command.AddOptions.at(MARGINAL));
    assertThat(direct).isInstanceOf(Change.Refused.class).asString().contains("direct x");
  }

  @Test
  void row43APublishersKeyVouchesOnlyIfItsFileListsItAsANode() {
    PeerId publisher = peer("publisher of acme");
    World without = new World(list("acme", TRUSTED, node("x")));
    assertThat(without.snapshot.allows(publisher, BOOTSTRAP, without.now())).isFalse();
    assertThat(without.story("publisher of acme", BOOTSTRAP)).contains("no entry names");
    World listed = new World(list("acme", TRUSTED, node("publisher of acme")));
    assertThat(listed.snapshot.allows(publisher, BOOTSTRAP, listed.now())).isTrue();
    assertThat(listed.story("publisher of acme", BOOTSTRAP))
        .contains("acme (trusted, fresh, 0 min old): gives it");
  }

  @Test
  void row44OurOwnPeerIdIsDroppedEverywhere() {
    World world = new World(list("mine", ULTIMATE, node("this node"), node("x")));
    assertThat(world.allows("this node", BOOTSTRAP)).isFalse();
    assertThat(world.snapshot.peers()).containsExactly(peer("x"));
    assertThat(world.snapshot.level(World.SELF, world.now())).isEmpty();
    assertThat(new PeerQuestions(world.snapshot, world.now()).candidates(BOOTSTRAP))
        .extracting(c -> c.peer())
        .containsExactly(peer("x"));
    assertThat(world.story("this node", BOOTSTRAP)).contains("this node itself");
  }

  @Test
  void row47AnUnknownPeerHasLevelNoneAndIsDenied() {
    World world = new World();
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(world.explain("x", BOOTSTRAP).level()).isEmpty();
    assertThat(world.story("x", BOOTSTRAP)).contains("level none").contains("would change it");
  }

  @Test
  void row53LoweringAnEntryKeepsItsPlusAndSaysSo() {
    World world = new World(list("a", ADVANCED, plus(REMOTE_FETCH_CID), node("x")));
    Change.Done change = (Change.Done) entry(world, "a").level(PEER);
    assertThat(change.messages()).singleElement().asString().contains("remote-fetch-cid");
    Difference difference = world.does(change);
    assertThat(world.allows("x", REMOTE_FETCH_CID)).isTrue();
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(difference.peers().getFirst().lost().rely().has(BOOTSTRAP)).isTrue();
    assertThat(difference.peers().getFirst().lost().grant().has(REMOTE_FETCH_CID)).isFalse();
    assertThat(world.story("x", REMOTE_FETCH_CID)).contains("its +");
  }

  @Test
  void row54AMatrixRowThatLosesAFunctionUpwardsIsRefused() {
    World world = new World(list("t", TRUSTED, node("x")));
    List<Functions> rows = new java.util.ArrayList<>(world.snapshot.policy().matrix().rows());
    rows.set(4, rows.get(4).minus(Functions.of(BOOTSTRAP)));
    Change change = new PolicyCommands(world.book()).matrix(rows);
    assertThat(change).isInstanceOf(Change.Refused.class).asString().contains("row bootstrap");
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.story("x", BOOTSTRAP)).contains("the matrix gives it");
  }

  @Test
  void row57AClientDoesNotAskAServerThatItDoesNotAllowTheSameItself() {
    World server = new World(list("clients", ADVANCED, node("client")));
    World client = new World(list("servers", TRUSTED, node("server")));
    assertThat(server.allows("client", REMOTE_FETCH_CID)).isTrue();
    assertThat(server.story("client", REMOTE_FETCH_CID))
        .contains("clients (advanced, fresh, 0 min old): gives it")
        .contains("from our side: remote-fetch-cid may be asked of the peer");
    assertThat(asks(client, "server")).isFalse();
    assertThat(client.story("server", REMOTE_FETCH_CID))
        .contains("servers (trusted, fresh, 0 min old): does not give it")
        .contains("from our side: remote-fetch-cid may not be asked of the peer");
  }

  private static boolean asks(World world, String peer) {
    return world.snapshot.allows(peer(peer), REMOTE_FETCH_CID, Side.RELY, world.now());
  }

  @Test
  void row63ADefaultOpensAFunctionToAStrangerWhomWeDoNotAskForIt() {
    Policy policy = Policy.standard(World.SELF).withDefaults(Functions.of(REMOTE_FETCH_CID));
    World world = new World(policy);
    assertThat(world.allows("stranger", REMOTE_FETCH_CID)).isTrue();
    assertThat(asks(world, "stranger")).isFalse();
    assertThat(world.story("stranger", REMOTE_FETCH_CID))
        .contains("no entry names")
        .contains("Trust.Default opens remote-fetch-cid")
        .contains("from our side: remote-fetch-cid may not be asked of the peer");
    assertThat(world.story("stranger", OFFER_RELAY)).doesNotContain("from our side");
  }

  @Test
  void row58AListThatArrivesGivesItsPrivilegesFromTheCommitOn() {
    World world = new World();
    assertThat(world.allows("x", HOLD_CONNECTION)).isFalse();
    assertThat(world.story("x", HOLD_CONNECTION)).contains("no entry names");
    world.does(
        new AddCommands(world.book())
            .name(
                peer("late publisher"),
                org.trustnet.trust.command.AddOptions.at(ADVANCED).labelled("late")));
    Holding late = world.book().find("late").getFirst();
    assertThat(world.allows("x", HOLD_CONNECTION)).isFalse();
    world.publish(late.key(), 1, Samples.file(node("x")));
    world.refresh(late.key());
    assertThat(world.allows("x", HOLD_CONNECTION)).isTrue();
    assertThat(world.story("x", HOLD_CONNECTION)).contains("late (advanced, fresh");
  }

  @Test
  void row59RemovingTheOnlyListReleasesEveryPrivilegeOfItsNode() {
    World world = new World(list("a", ADVANCED, node("x")), list("m", MARGINAL, node("x")));
    Difference difference =
        world.does(new AddCommands(world.book()).remove(world.book().find("a").getFirst()));
    Difference.PeerChange change = difference.peers().getFirst();
    assertThat(change.peer()).isEqualTo(peer("x"));
    assertThat(change.lost().rely().list())
        .contains(HOLD_CONNECTION, CONNECT_ON_STARTUP, BOOTSTRAP, REMOTE_RESOLVE_IPNS);
    assertThat(change.lost().grant().list()).contains(OFFER_RELAY, REMOTE_FETCH_CID);
    assertThat(change.lost().rely().has(TrustFunction.USE_AS_RELAY)).isFalse();
    assertThat(world.allows("x", HOLD_CONNECTION)).isFalse();
    assertThat(world.story("x", HOLD_CONNECTION)).contains("m (marginal").doesNotContain("a (adv");
  }

  @Test
  void row64AWithheldListTakesNothingFromWhatAFreshOneGives() {
    Holding frozen = Samples.list("a", ADVANCED, node("x"));
    var listed = (org.trustnet.trust.model.ListedEntry) frozen.entry();
    var old = listed.life().withAlarms(listed.life().alarms().nowFrozen(Samples.T0));
    World world = new World(frozen.withEntry(listed.withLife(old)), list("t", TRUSTED, node("x")));
    world.pass(Duration.ofDays(8));
    assertThat(world.allows("x", TrustFunction.PEER_EXCHANGE)).isTrue();
    assertThat(world.allows("x", OFFER_RELAY)).isFalse();
    assertThat(world.story("x", OFFER_RELAY))
        .contains("a (advanced, stale, frozen, withheld, 192 h old): ")
        .contains("does not give it: withheld, only what we rely on");
    assertThat(world.story("x", TrustFunction.PEER_EXCHANGE))
        .contains("does not give it: withheld")
        .containsPattern("t \\(trusted.*: gives it");
  }

  @Test
  void everyExplanationAgreesWithTheDecision() {
    World world =
        new World(
            direct("x", PEER, minus(OFFER_RELAY)),
            list("a", ADVANCED, minus(BOOTSTRAP), node("x"), node("y")),
            list("m", MARGINAL, plus(REMOTE_FETCH_CID), node("y")));
    for (String peer : List.of("x", "y", "z")) {
      for (TrustFunction function : TrustFunction.values()) {
        Explanation why = world.explain(peer, function);
        assertThat(why.allowed()).isEqualTo(world.allows(peer, function));
        assertThat(why.steps()).isNotEmpty();
        boolean byRule =
            why.steps().stream()
                .anyMatch(s -> s instanceof Step.Vouch v && v.weight() == Step.Weight.GIVES);
        if (why.rule() == Explanation.Rule.VOUCHER) {
          assertThat(why.allowed()).isTrue();
          assertThat(byRule).isTrue();
        }
      }
    }
  }

  @Test
  void aStrictNodeWithoutUsableRemoteIsDialledAtLearntAddressesAndTheBadOneIsTold() {
    World world = new World(list("acme", TRUSTED, node("x", "/ip4/192.0.2.1")));
    assertThat(dialling(world, "x", BOOTSTRAP))
        .isEqualTo(new Dialling(List.of(), Dialling.Learnt.DIALLED));
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme: remote /ip4/192.0.2.1 is not used: no transport such as /tcp/4001")
        .contains("dialled at addresses learnt elsewhere");
    World beside = new World(list("acme", TRUSTED, node("x", "/ip4/192.0.2.1", "/dns/a.b/tcp/1")));
    assertThat(dialling(beside, "x", BOOTSTRAP).learnt()).isEqualTo(Dialling.Learnt.OMITTED);
    assertThat(remotes(dialling(beside, "x", BOOTSTRAP))).containsExactly("/dns/a.b/tcp/1");
  }

  @Test
  void aNodeLabelOrRemoteOfAnotherPeerNeverNamesThisOne() {
    Node wrong = node("x", "/dns/a.example/tcp/1/p2p/" + peer("y"), "/dns/a.example/tcp/0");
    World world = new World(list("u", TrustLevel.ULTIMATE, wrong));
    assertThat(dialling(world, "x", BOOTSTRAP).remotes()).isEqualTo(List.<Remote>of());
  }
}
