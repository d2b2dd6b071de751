package org.trustnet.trust.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.list;
import static org.trustnet.trust.Samples.minus;
import static org.trustnet.trust.Samples.node;
import static org.trustnet.trust.Samples.peer;
import static org.trustnet.trust.Samples.plus;
import static org.trustnet.trust.model.TrustFunction.REDISTRIBUTE_IPNS;
import static org.trustnet.trust.model.TrustLevel.ADVANCED;
import static org.trustnet.trust.model.TrustLevel.PEER;
import static org.trustnet.trust.model.TrustLevel.TRUSTED;
import static org.trustnet.trust.model.TrustLevel.ULTIMATE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.trust.Samples;
import org.trustnet.trust.World;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.command.ListCommands;
import org.trustnet.trust.command.PolicyCommands;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.refresh.RefreshOutcome;

/** What is told of {@code redistribute-ipns}, which an entry has and no peer. */
final class EntryExplainerTest {
  private static final String NO_PROTOCOL = "redistribute-ipns has no protocol in this version yet";

  private static EntryExplanation explain(World world, EntryKey key) {
    EntryExplanation why = EntryExplainer.explain(world.snapshot, key, world.now()).orElseThrow();
    assertThat(why.allowed()).isEqualTo(world.snapshot.redistributes(key, world.now()));
    assertThat(why.function()).isEqualTo(REDISTRIBUTE_IPNS);
    assertThat(why.lines()).endsWith(NO_PROTOCOL);
    return why;
  }

  private static EntryExplanation explain(Holding holding) {
    return explain(new World(holding), holding.key());
  }

  private static EntryCommands acme(World world) {
    return EntryCommands.of(world.book(), "acme").orElseThrow();
  }

  private static String key() {
    return "/ipns/" + peer("publisher of acme").toName();
  }

  @Test
  void theCellOfTheLevelDecidesWithoutOverride() {
    EntryExplanation advanced = explain(list("acme", ADVANCED, node("x")));
    assertThat(advanced.allowed()).isTrue();
    assertThat(advanced.rule()).isEqualTo(Explanation.Rule.MATRIX);
    assertThat(advanced.level()).isEqualTo(ADVANCED);
    assertThat(advanced.label()).hasToString("acme");
    assertThat(advanced.lines())
        .containsExactly(
            "acme (advanced, fresh, 0 min old): gives it; the matrix gives it; "
                + key()
                + ", typed",
            NO_PROTOCOL);

    EntryExplanation trusted = explain(list("acme", TRUSTED, node("x")));
    assertThat(trusted.allowed()).isFalse();
    assertThat(trusted.rule()).isEqualTo(Explanation.Rule.MATRIX);
    assertThat(trusted.lines())
        .containsExactly(
            "acme (trusted, fresh, 0 min old): does not give it; the matrix does not give it; "
                + key()
                + ", typed",
            "would change it: trust level acme advanced or trust allow acme redistribute-ipns",
            NO_PROTOCOL);
  }

  @Test
  void theEntrysOwnOverrideDecidesBeforeTheCell() {
    EntryExplanation given = explain(list("acme", PEER, plus(REDISTRIBUTE_IPNS), node("x")));
    assertThat(given.allowed()).isTrue();
    assertThat(given.rule()).isEqualTo(Explanation.Rule.OVERRIDE);
    assertThat(given.lines().getFirst()).contains("gives it; its +, the matrix does not give it");

    EntryExplanation denied = explain(list("acme", ADVANCED, minus(REDISTRIBUTE_IPNS), node("x")));
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.rule()).isEqualTo(Explanation.Rule.OVERRIDE);
    assertThat(denied.lines())
        .contains("would change it: trust unset acme redistribute-ipns")
        .anyMatch(line -> line.contains("does not give it; its -, the matrix gives it"));
    assertThat(explain(list("acme", PEER, minus(REDISTRIBUTE_IPNS), node("x"))).lines())
        .contains("would change it: trust allow acme redistribute-ipns");
  }

  @Test
  void allThatKeepsItOutOfForceIsToldAndDoingItChangesTheAnswer() {
    Holding acme = Samples.limited(list("acme", TRUSTED, node("x")), Duration.ofDays(1));
    World world = new World(acme);
    world.does(acme(world).suspend());
    world.does(
        new PolicyCommands(world.book())
            .block(peer("publisher of acme"), PolicyCommands.Target.NAME));
    world.pass(Duration.ofDays(1));

    EntryExplanation why = explain(world, acme.key());

    assertThat(why.rule()).isEqualTo(Explanation.Rule.DENY);
    assertThat(why.lines())
        .anyMatch(line -> line.startsWith("acme (trusted, stale, suspended, trust-expired, 24 h"))
        .contains(
            "would change it: trust unblock "
                + key()
                + ", and trust resume acme, and trust renew acme, and trust level acme advanced"
                + " or trust allow acme redistribute-ipns");
    world.does(
        new PolicyCommands(world.book())
            .unblock(peer("publisher of acme"), PolicyCommands.Target.NAME));
    world.does(acme(world).resume());
    world.does(acme(world).renew());
    assertThat(explain(world, acme.key()).allowed()).isFalse();
    world.does(acme(world).allow(Functions.of(REDISTRIBUTE_IPNS)));
    assertThat(explain(world, acme.key()).allowed()).isTrue();
  }

  @Test
  void anEntryThatIsWithheldRedistributesNothingUntilItIsRefreshed() {
    Holding acme = list("acme", ADVANCED, node("x"));
    World world = new World(acme);
    world.pass(Duration.ofDays(3));
    world.refresh(acme.key());
    world.pass(Duration.ofDays(7));
    assertThat(explain(world, acme.key()).lines())
        .anyMatch(
            line ->
                line.startsWith("acme (advanced, stale, frozen, withheld, 240 h old): ")
                    && line.contains("does not give it: withheld"))
        .contains("would change it: trust refresh acme that brings the file of its newest record");
    world.publish(acme.key(), 2, Samples.file(node("x")));
    assertThat(world.refresh(acme.key())).isInstanceOf(RefreshOutcome.Updated.class);
    assertThat(explain(world, acme.key()).allowed()).isTrue();
  }

  @Test
  void anEntryOfWhichNothingWasFetchedYetSaysSo() {
    World world = new World();
    EntryKey late = new EntryKey.OfName(peer("late publisher"));
    AddOptions options = AddOptions.at(ADVANCED).labelled("late");
    world.does(new AddCommands(world.book()).name(peer("late publisher"), options));

    assertThat(explain(world, late).lines())
        .anyMatch(line -> line.contains("late (advanced, pending"))
        .anyMatch(line -> line.contains("does not count: nothing was fetched yet"))
        .contains("would change it: trust refresh late that brings the file of its newest record");
    world.publish(late, 1, Samples.file(node("x")));
    world.refresh(late);
    assertThat(explain(world, late).allowed()).isTrue();
  }

  @Test
  void anOverAgeFileIsToldAsSuchBeforeAndAfterALookup() {
    Holding acme = list("acme", ADVANCED, node("x"));
    World world = new World(acme);
    world.pass(Duration.ofDays(366)).restart(world.wall);
    assertThat(explain(world, acme.key()).lines().getFirst())
        .contains("acme (advanced, expired, ")
        .contains("does not give it: over-age and not looked up yet");
    world.snapshot = world.snapshot.answered(List.of(acme.key()));
    assertThat(explain(world, acme.key()).lines().getFirst())
        .contains("does not count: its file is older than cache-lifetime");
  }

  @Test
  void nothingChangesTheAnswerForARevokedKey() {
    Holding acme = list("acme", ADVANCED, node("x"));
    World world = new World(acme);
    world.serve(acme.key(), world.record(acme.key(), 2, world.host(TrustFileWriter.revocation())));
    world.refresh(acme.key());
    assertThat(explain(world, acme.key()).lines())
        .anyMatch(line -> line.contains("does not count: its key is revoked"))
        .noneMatch(line -> line.contains("would change it"));
  }

  @Test
  void aListOfOnesOwnHasNoRecordToKeepAliveForAnother() {
    World world = new World();
    Change own =
        new ListCommands(world.book()).self(TrustFileWriter.write(Samples.file(node("x"))));
    world.does(own);
    EntryExplanation why = explain(world, EntryKey.OfMark.SELF);
    assertThat(why.level()).isEqualTo(ULTIMATE);
    assertThat(why.rule()).isEqualTo(Explanation.Rule.DENY);
    assertThat(why.lines())
        .anyMatch(line -> line.contains("does not give it: its list comes from no record"))
        .noneMatch(line -> line.contains("would change it"));
  }

  @Test
  void aDirectEntryIsNeverGrantedIt() {
    EntryExplanation why = explain(Samples.direct("x", ULTIMATE, Overrides.NONE));
    assertThat(why.allowed()).isFalse();
    assertThat(why.rule()).isEqualTo(Explanation.Rule.DENY);
    assertThat(why.lines())
        .containsExactly(
            "redistribute-ipns is granted to an entry with a name, never to a peer", NO_PROTOCOL);
  }

  @Test
  void whatIsNoEntryHasNoExplanation() {
    World world = new World();
    assertThat(EntryExplainer.explain(world.snapshot, EntryKey.OfMark.SELF, world.now())).isEmpty();
  }
}
