package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.commands.TrustCommands;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationException.Kind;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.bootstrap.trust.TrustSettings;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.Samples;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileReader;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.model.Judgement;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.refresh.UpdateGuard;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.MemoryEntryStore;

/** The trust commands on a repository that no node runs on. */
final class TrustAnswersTest {
  private static final PeerId SELF = Samples.peer("self");
  private static final PeerId ACME = Samples.peer("acme");
  private static final PeerId FRA = Samples.peer("fra");
  private static final Surroundings FIXED =
      new Surroundings(() -> Samples.T0, () -> 0L, new Random(1));

  private final MemoryEntryStore store = new MemoryEntryStore();
  private final Operations operations = new Operations();
  private TrustService trust =
      TrustService.open(store, TrustSettings.of(Config.defaults()).withoutBundled(), FIXED, SELF);

  @BeforeEach
  void declare() {
    new TrustAnswers(trust).addTo(operations);
    new BootstrapAnswers(trust).addTo(operations);
    new PeeringAnswers(trust).addTo(operations);
  }

  @AfterEach
  void close() {
    trust.close();
  }

  private List<Object> call(String path, List<String> arguments, Map<String, String> options)
      throws Exception {
    Operations.Operation operation = operations.at(path).orElseThrow();
    Reply reply =
        operation
            .handler()
            .run(
                new Request(
                    operation.spec(), arguments, options, Collections.emptyIterator(), "cli:eve"));
    List<Object> rows = new ArrayList<>();
    switch (reply) {
      case Reply.Document document -> rows.add(document.json());
      case Reply.Rows all -> all.writeTo(rows::add);
      case Reply.Content _ -> throw new AssertionError("no content here");
    }
    return rows;
  }

  @SuppressWarnings("unchecked") // objects are maps by name
  private Map<String, Object> only(String path, List<String> arguments, Map<String, String> options)
      throws Exception {
    List<Object> rows = call(path, arguments, options);
    assertThat(rows).hasSize(1);
    return (Map<String, Object>) rows.getFirst();
  }

  private OperationException refused(
      String path, List<String> arguments, Map<String, String> options) {
    OperationException refused =
        catchThrowableOfType(OperationException.class, () -> call(path, arguments, options));
    assertThat(refused).isNotNull();
    return refused;
  }

  private void addAcme() throws Exception {
    call(
        "trust/add",
        List.of(ACME.toName()),
        Map.of("level", "trusted", "label", "acme", "note", "met in person"));
  }

  @Test
  void showsAnEntryInTheIssuesWords() throws Exception {
    addAcme();
    Map<String, Object> shown = only("trust/show", List.of("acme"), Map.of());
    assertThat(shown)
        .containsEntry("label", "acme")
        .containsEntry("pubkey", ACME.toName())
        .containsEntry("trustlevel", "trusted")
        .containsEntry("trusted-functions", List.of())
        .containsEntry("trust-lifetime", "infinity")
        .containsEntry("TTL", "1d")
        .containsEntry("cache-lifetime", "365d")
        .containsEntry("state", "pending")
        .containsEntry("flags", List.of())
        .containsEntry("withheld", false)
        .containsEntry("source", "typed")
        .containsEntry("options", List.of("update=guard"))
        .containsEntry("note", "met in person");
    assertThat(call("trust/ls", List.of(), Map.of("state", "pending"))).hasSize(1);
    assertThat(call("trust/ls", List.of(), Map.of("state", "fresh"))).isEmpty();
  }

  @Test
  void asksForAYesBeforeTrustIsLoosened() throws Exception {
    List<String> name = List.of(ACME.toName());
    assertThat(refused("trust/add", name, Map.of("level", "advanced")).kind())
        .isEqualTo(Kind.NEEDS_YES);
    assertThat(store.holdings()).isEmpty();
    call("trust/add", name, Map.of("level", "advanced", "yes", "true", "label", "acme"));
    assertThat(refused("trust/allow", List.of("acme", "query-all-ipns"), Map.of()).kind())
        .isEqualTo(Kind.NEEDS_YES);
    call("trust/deny", List.of("acme", "bootstrap"), Map.of());
    assertThat(refused("trust/unset", List.of("acme", "bootstrap"), Map.of()).kind())
        .isEqualTo(Kind.NEEDS_YES);
    call("trust/level", List.of("acme", "marginal"), Map.of());
  }

  @Test
  void acceptsTheFileThatTheUserWasAskedAboutAndAsksAgainAboutAnother() {
    holds("one");
    OperationException asked = refused("trust/accept", List.of("acme"), Map.of());
    assertThat(asked.kind()).isEqualTo(Kind.NEEDS_YES);
    Map<String, String> yes = new HashMap<>(asked.agreement());
    yes.put("yes", "true");

    holds("two");
    OperationException again = refused("trust/accept", List.of("acme"), yes);

    assertThat(again.kind()).isEqualTo(Kind.NEEDS_YES);
    assertThat(again.agreement()).hasSize(1).isNotEqualTo(asked.agreement());
    assertThat(again)
        .hasMessage(
            "trust accept acme: the file is not %s any more but %s, see trust show; to accept that,"
                + " confirm it with yes",
            asked.agreement().get("file"), again.agreement().get("file"));
    assertThat(waiting()).as("nothing was accepted").isEqualTo(1);

    yes.putAll(again.agreement());
    assertThatCode(() -> call("trust/accept", List.of("acme"), yes)).doesNotThrowAnyException();
    assertThat(waiting()).isZero();
  }

  /** acme's file lists one node, which the guard holds back. */
  private void holds(String node) {
    TrustFile file = Samples.file(Samples.node(node));
    NodeHistory.Span span =
        new NodeHistory.Span(
            Samples.peer(node), Samples.T0, Samples.T0.plus(UpdateGuard.WAIT), Instant.MAX);
    CachedFile held =
        new CachedFile(
            TrustFileWriter.write(file), file, new NodeHistory(Samples.T0, List.of(span)));
    ListedEntry acme = Samples.entry("acme", TrustLevel.TRUSTED, Overrides.NONE);
    trust.change(
        Actor.PROGRAM,
        _ ->
            new Change.Done(
                EntryBatch.builder().entry(acme).file(acme.key(), held).build(),
                Change.Consent.NONE,
                List.of()),
        _ -> {});
  }

  private int waiting() {
    return store.holdings().getFirst().file().orElseThrow().history().waiting(Samples.T0).size();
  }

  @Test
  void ultimateNeedsTheKeyAgain() throws Exception {
    addAcme();
    List<String> arguments = List.of("acme", "ultimate");
    assertThat(refused("trust/level", arguments, Map.of()).kind()).isEqualTo(Kind.NEEDS_KEY);
    assertThat(refused("trust/level", arguments, Map.of("yes", "true")).kind())
        .isEqualTo(Kind.NEEDS_KEY);
    assertThat(refused("trust/level", arguments, Map.of("yes", "true", "key", FRA.toName())).kind())
        .isEqualTo(Kind.REFUSED);
    call("trust/level", arguments, Map.of("yes", "true", "key", ACME.toName()));
    assertThat(only("trust/show", List.of("acme"), Map.of()))
        .containsEntry("trustlevel", "ultimate");
  }

  @Test
  void dryRunChangesNothing() throws Exception {
    Map<String, Object> would =
        only(
            "trust/add",
            List.of("/ip4/192.0.2.1/tcp/4001/p2p/" + FRA),
            Map.of("dry-run", "true", "allow", "bootstrap"));
    assertThat(would)
        .containsEntry("needs-yes", true)
        .containsEntry("functions", List.of("bootstrap"));
    assertThat(store.holdings()).isEmpty();
    assertThat(store.audit(10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "marginal, none, ; it asks nothing first",
    "advanced, yes, '; it asks for a yes first, or takes --yes'",
    "ultimate, key, '; it asks for the key to be typed again first, or takes --yes and --key KEY'"
  })
  void dryRunSaysWhatTheCommandWouldAsk(String level, String consent, String said)
      throws Exception {
    assertThat(only("trust/add", List.of(ACME.toName()), Map.of("level", level, "dry-run", "true")))
        .containsEntry("consent", consent)
        .containsEntry("needs-yes", !consent.equals("none"))
        .extractingByKey("Message")
        .asString()
        .endsWith(said);
    assertThat(store.holdings()).isEmpty();
  }

  private String said(String path, List<String> arguments, Map<String, String> options)
      throws Exception {
    return only(path, arguments, options).get("Message").toString();
  }

  @Test
  void dryRunHeedsWhatTheUserAgreedToAlready() throws Exception {
    List<String> name = List.of(ACME.toName());
    Map<String, String> ultimate = new HashMap<>(Map.of("level", "ultimate", "dry-run", "true"));
    ultimate.put("yes", "true");
    assertThat(said("trust/add", name, ultimate)).contains("it asks for the key");
    ultimate.put("key", ACME.toName());
    assertThat(said("trust/add", name, ultimate)).endsWith("; it asks nothing more");
    ultimate.remove("yes");
    assertThat(said("trust/add", name, ultimate))
        .endsWith("; it asks for a yes first, or takes --yes");
    Map<String, String> advanced = Map.of("level", "advanced", "dry-run", "true", "yes", "true");
    assertThat(said("trust/add", name, advanced)).endsWith("; it asks nothing more");

    Map<String, String> wrong = Map.of("level", "marginal", "dry-run", "true", "key", FRA.toName());
    assertThat(refused("trust/add", name, wrong))
        .hasMessage("--key is not the key of " + ACME.toName())
        .extracting(OperationException::kind)
        .isEqualTo(Kind.REFUSED);
    assertThat(store.holdings()).isEmpty();
  }

  @Test
  void dryRunPromisesAPeerNoFunctionOfEntries() throws Exception {
    Map<String, String> options = Map.of("level", "ultimate", "dry-run", "true");
    Map<String, Object> peer = only("trust/add", List.of("/p2p/" + FRA), options);
    assertThat(peer.get("Message")).asString().doesNotContain("redistribute-ipns");
    assertThat(peer.get("functions")).asString().contains("bootstrap").doesNotContain("redis");
    assertThat(said("trust/add", List.of(ACME.toName()), options)).contains("redistribute-ipns");
  }

  @Test
  void aBlockByALabelIsRefusedNamingTheKeysOfTheEntry() throws Exception {
    addAcme();
    call("trust/add", List.of("/p2p/" + FRA), Map.of("label", "fra"));
    for (String path : List.of("trust/block", "trust/unblock")) {
      OperationException list = refused(path, List.of("acme"), Map.of());
      assertThat(list.kind()).isEqualTo(Kind.USAGE);
      assertThat(list)
          .hasMessageContaining("acme")
          .hasMessageContaining("is the label of an entry")
          .hasMessageEndingWith(": name /ipns/" + ACME.toName());
      assertThat(refused(path, List.of("fra"), Map.of()))
          .hasMessageEndingWith(": name /p2p/" + FRA);
      assertThat(refused(path, List.of("nobody"), Map.of()))
          .hasMessageNotContaining("label")
          .extracting(OperationException::kind)
          .isEqualTo(Kind.USAGE);
    }
    assertThat(call("trust/ls", List.of(), Map.of()).toString()).doesNotContain("blocked");
  }

  @Test
  void acceptingAsksAlsoWhereNothingIsHeld() throws Exception {
    ListedEntry acme = Samples.entry("acme", TrustLevel.TRUSTED, Overrides.NONE);
    CachedFile file = Samples.cached(Samples.file(Samples.node("ber")));
    has(EntryBatch.builder().entry(acme).file(acme.key(), file));

    OperationException asked = refused("trust/accept", List.of("acme"), Map.of());

    assertThat(asked.kind()).isEqualTo(Kind.NEEDS_YES);
    assertThat(asked.details()).asString().contains("nothing was held");
    assertThat(store.audit(10)).isEmpty();
    call("trust/accept", List.of("acme"), Map.of("yes", "true"));
    assertThat(store.audit(10)).extracting(AuditLine::action).containsExactly("accept");
  }

  @Test
  void whatBootstrapRmFindsDeniedAlreadyIsUnchangedAndTheLogTellsWhatWasWritten() throws Exception {
    holdsNow(Samples.node("fra"));
    String listed = "/p2p/" + FRA;
    assertThat(only("bootstrap/rm", List.of(listed), Map.of()))
        .isEqualTo(Map.of("Peers", List.of(listed)));
    assertThat(store.audit(1).getFirst().text()).isEqualTo("-bootstrap");
    int lines = store.audit(100).size();

    assertThat(only("bootstrap/rm", List.of(listed), Map.of()))
        .containsEntry("Peers", List.of())
        .containsEntry(
            "Messages",
            List.of(
                FRA
                    + ": unchanged; a list still gives it bootstrap: denied by a direct"
                    + " -bootstrap"));
    assertThat(store.audit(100)).hasSize(lines);

    String own = "/ip4/192.0.2.1/tcp/4001/p2p/" + Samples.peer("own");
    call("bootstrap/add", List.of(own), Map.of());
    assertThat(only("bootstrap/rm", List.of(listed, own), Map.of()))
        .as("one of two")
        .containsEntry("Peers", List.of(own));
    assertThat(store.audit(1).getFirst().text()).isEqualTo("+bootstrap taken back");
  }

  @Test
  void unblockingWhatIsNotBlockedLeavesItUnchangedAndAsksNothing() throws Exception {
    assertThat(only("trust/unblock", List.of("/p2p/" + FRA), Map.of()))
        .containsEntry("Message", "peer " + FRA + " is not blocked; unchanged")
        .containsEntry("Blocked", List.of());
    assertThat(only("trust/unblock", List.of(ACME.toName()), Map.of()).get("Message"))
        .isEqualTo(
            "peer %s is not blocked; name %s is not blocked; unchanged"
                .formatted(ACME, ACME.toName()));
    assertThat(store.audit(10)).isEmpty();
    call("trust/block", List.of("/ipns/" + ACME.toName()), Map.of());
    assertThat(only("trust/unblock", List.of("/p2p/" + ACME), Map.of()).get("Message"))
        .isEqualTo("peer " + ACME + " is not blocked; unchanged");
  }

  @ParameterizedTest
  @CsvSource({"2y, 730d", "52w, 364d", "1y, 365d", "2d, 2d"})
  void aCacheLifetimeMayBeInWeeksAndYears(String typed, String shown) throws Exception {
    call(
        "trust/add",
        List.of(ACME.toName()),
        Map.of("level", "peer", "label", "acme", "cache-lifetime", typed, "lifetime", typed));
    assertThat(only("trust/show", List.of("acme"), Map.of()))
        .containsEntry("cache-lifetime", shown)
        .containsEntry("trust-lifetime", shown);
  }

  @Test
  void everyChangeIsLoggedWithWhoMadeIt() throws Exception {
    addAcme();
    call("trust/suspend", List.of("acme"), Map.of());
    assertThat(store.audit(10)).extracting(AuditLine::action).containsExactly("suspend", "add");
    assertThat(store.audit(10)).allMatch(line -> line.actor().name().equals("eve"));
    Map<String, String> all = Map.of("before", Samples.after(Duration.ofDays(1)).toString());
    assertThat(refused("trust/log/prune", List.of(), all).kind()).isEqualTo(Kind.NEEDS_YES);
    call("trust/log/prune", List.of(), Map.of("before", all.get("before"), "yes", "true"));
    assertThat(only("trust/log", List.of(), Map.of()))
        .containsEntry("by", "cli:eve")
        .containsEntry("action", "log prune");
  }

  @Test
  void suspendingAnEntryThatDeniesIsConfirmedByYesAsItsDeniesGoToo() throws Exception {
    call("trust/add", List.of("/p2p/" + FRA), Map.of("level", "peer", "label", "fra"));
    call("trust/deny", List.of("fra", "bootstrap"), Map.of());
    assertThat(refused("trust/suspend", List.of("fra"), Map.of()).kind()).isEqualTo(Kind.NEEDS_YES);
    call("trust/suspend", List.of("fra"), Map.of("yes", "true"));
    assertThat(only("trust/show", List.of("fra"), Map.of()).get("flags"))
        .isEqualTo(List.of("suspended"));
  }

  @Test
  void explainsAndListsPeers() throws Exception {
    call("trust/block", List.of("/p2p/" + FRA), Map.of());
    assertThat(only("trust/explain", List.of(FRA.toString(), "bootstrap"), Map.of()))
        .containsEntry("allowed", false)
        .containsEntry("function", "bootstrap")
        .containsEntry("peer", FRA.toString())
        .containsEntry("level", "none")
        .containsEntry("rule", "blocked");
    assertThat(refused("trust/unblock", List.of("/p2p/" + FRA), Map.of()).kind())
        .isEqualTo(Kind.NEEDS_YES);
    call("trust/unblock", List.of("/p2p/" + FRA), Map.of("yes", "true"));
    call("swarm/peering/add", List.of("/ip4/192.0.2.1/tcp/4001/p2p/" + FRA), Map.of());
    assertThat(only("trust/peers", List.of(), Map.of("function", "hold-connection")))
        .containsEntry("pubkey", FRA.toString())
        .containsEntry("level", "peer")
        .containsEntry("connected", false);
    assertThat(call("trust/explain", List.of(FRA.toString()), Map.of())).hasSize(14);
  }

  @Test
  void explainsRedistributionOfTheEntryThatALabelOrKeyMeans() throws Exception {
    addAcme();
    Map<String, Object> asked =
        only("trust/explain", List.of("acme", "redistribute-ipns"), Map.of());
    assertThat(asked)
        .containsEntry("allowed", false)
        .containsEntry("function", "redistribute-ipns")
        .containsEntry("label", "acme")
        .containsEntry("key", "/ipns/" + ACME.toName())
        .containsEntry("level", "trusted")
        .containsEntry("rule", "deny")
        .doesNotContainKey("peer");
    assertThat(asked.get("steps"))
        .asString()
        .contains("acme (trusted, pending, 0 min old): does not count: nothing was fetched yet")
        .contains(
            "would change it: trust refresh acme that brings the file of its newest record,"
                + " and trust level acme advanced or trust allow acme redistribute-ipns");
    for (String word : List.of(ACME.toName(), ACME.toString(), "/ipns/" + ACME.toName())) {
      assertThat(only("trust/explain", List.of(word, "redistribute-ipns"), Map.of()))
          .as(word)
          .isEqualTo(asked);
    }

    assertThat(only("trust/explain", List.of(FRA.toString(), "redistribute-ipns"), Map.of()))
        .containsEntry("peer", FRA.toString())
        .containsEntry("rule", "deny");
    for (String word : List.of("nobody", "/ipns/" + FRA.toName())) {
      assertThat(refused("trust/explain", List.of(word, "redistribute-ipns"), Map.of()))
          .hasMessageContaining("no entry is called \"" + word + "\"")
          .extracting(OperationException::kind)
          .isEqualTo(Kind.NOT_FOUND);
    }
    assertThat(refused("trust/explain", List.of("acme", "bootstrap"), Map.of()))
        .hasMessageContaining("acme is an entry and no peer: trust show")
        .extracting(OperationException::kind)
        .isEqualTo(Kind.USAGE);
  }

  @Test
  void explainsAllOfTheEntryThatALabelMeans() throws Exception {
    addAcme();
    Object own = only("trust/explain", List.of("acme", "redistribute-ipns"), Map.of());
    for (String word : List.of("acme", "/ipns/" + ACME.toName())) {
      assertThat(call("trust/explain", List.of(word), Map.of())).as(word).containsExactly(own);
    }
    assertThat(refused("trust/explain", List.of("nobody"), Map.of()).kind()).isEqualTo(Kind.USAGE);
    assertThat(refused("trust/explain", List.of("/ipns/" + FRA.toName()), Map.of()).kind())
        .isEqualTo(Kind.NOT_FOUND);

    call("trust/add", List.of("/p2p/" + FRA), Map.of("label", "fra"));
    assertThat(call("trust/explain", List.of("fra"), Map.of()))
        .hasSize(14)
        .isEqualTo(call("trust/explain", List.of(FRA.toString()), Map.of()));
    assertThat(only("trust/explain", List.of("fra", "bootstrap"), Map.of()))
        .isEqualTo(only("trust/explain", List.of(FRA.toString(), "bootstrap"), Map.of()));
  }

  @Test
  void aKeyThatIsAPeersAndAnEntrysIsExplainedAsBothAndSaysSoOnce() throws Exception {
    addAcme();
    String said = ACME + " is the key of the entry acme";
    Object own = only("trust/explain", List.of("acme", "redistribute-ipns"), Map.of());
    List<Object> asked = call("trust/explain", List.of(ACME.toString()), Map.of());
    assertThat(asked).hasSize(14).contains(own);
    assertThat(asked).filteredOn(row -> row.toString().contains(said)).hasSize(1);
    assertThat(asked.getFirst().toString()).contains("[" + said);

    call("trust/block", List.of("/p2p/" + ACME), Map.of());
    List<Object> blocked = call("trust/explain", List.of("acme"), Map.of());
    assertThat(blocked).hasSize(14).contains(own);
    assertThat(blocked.getFirst().toString()).contains(said, "trust unblock /p2p/" + ACME);
  }

  @Test
  void bootstrapWritesDirectEntriesInKubosShapes() throws Exception {
    String address = "/ip4/192.0.2.1/tcp/4001/p2p/" + FRA;
    assertThat(only("bootstrap/add", List.of(address), Map.of()))
        .containsEntry("Peers", List.of(address));
    assertThat(only("bootstrap/ls", List.of(), Map.of()))
        .containsEntry("Peers", List.of(address))
        .containsEntry("Sources", Map.of(FRA.toString(), List.of(FRA.toString())));
    call("bootstrap/rm", List.of(address), Map.of());
    assertThat(only("bootstrap/list", List.of(), Map.of())).containsEntry("Peers", List.of());
    assertThat(only("bootstrap", List.of(), Map.of()))
        .isEqualTo(only("bootstrap/ls", List.of(), Map.of()));
    assertThat(refused("bootstrap/rm", List.of(address), Map.of()).kind())
        .isEqualTo(Kind.NOT_FOUND);
    call("bootstrap/add", List.of(address), Map.of());
    assertThat(call("bootstrap/rm/all", List.of(), Map.of()))
        .containsExactly(
            Map.of("Entries", List.of("no more bootstrap: " + FRA)),
            Map.of("Peers", List.of(address)));
    assertThat(only("bootstrap/ls", List.of(), Map.of())).containsEntry("Peers", List.of());
    assertThat(only("bootstrap/rm/all", List.of(), Map.of())).containsEntry("Peers", List.of());
  }

  @Test
  void bootstrapIsWithdrawnFromAllThatAreNamedOrFromNone() throws Exception {
    String address = "/ip4/192.0.2.1/tcp/4001/p2p/" + FRA;
    call("bootstrap/add", List.of(address), Map.of());

    assertThat(
            refused("bootstrap/rm", List.of(address, "/p2p/" + Samples.peer("ber")), Map.of())
                .kind())
        .isEqualTo(Kind.NOT_FOUND);

    assertThat(only("bootstrap", List.of(), Map.of())).containsEntry("Peers", List.of(address));
  }

  private Object bootstrapPeers() throws Exception {
    return only("bootstrap/ls", List.of(), Map.of()).get("Peers");
  }

  @Test
  void bootstrapIsWithdrawnFromAnAddressOrFromThePeer() throws Exception {
    String one = "/ip4/192.0.2.1/tcp/4001/p2p/" + FRA;
    String two = "/ip4/192.0.2.1/tcp/4002/p2p/" + FRA;
    String elsewhere = "/ip4/192.0.2.1/tcp/4003/p2p/" + FRA;
    call("bootstrap/add", List.of(one, two), Map.of());

    assertThat(refused("bootstrap/rm", List.of(one, elsewhere), Map.of()))
        .hasMessageStartingWith(elsewhere + " is no address that bootstrap ls shows")
        .extracting(OperationException::kind)
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(bootstrapPeers()).isEqualTo(List.of(one, two));
    call("bootstrap/rm", List.of(one), Map.of());
    assertThat(bootstrapPeers()).isEqualTo(List.of(two));
    call("bootstrap/add", List.of(one), Map.of());
    call("bootstrap/rm", List.of(one, "/p2p/" + FRA, two), Map.of());
    assertThat(bootstrapPeers()).isEqualTo(List.of());
  }

  @Test
  void theDomainOfAListIsListedAsAMultiaddr() throws Exception {
    holdsNow(Samples.node("fra", "node.example", "/dns4/node.example/tcp/4001"));

    assertThat(only("bootstrap/ls", List.of(), Map.of()).get("Peers"))
        .isEqualTo(
            List.of("/dnsaddr/node.example/p2p/" + FRA, "/dns4/node.example/tcp/4001/p2p/" + FRA));
    call("trust/allow", List.of("acme", "hold-connection"), Map.of("yes", "true"));
    assertThat(only("swarm/peering/ls", List.of(), Map.of()).get("Peers"))
        .isEqualTo(
            List.of(
                Map.of(
                    "ID",
                    FRA.toString(),
                    "Addrs",
                    List.of("/dnsaddr/node.example", "/dns4/node.example/tcp/4001"))));
  }

  /** acme's file lists these nodes, all of which count. */
  private void holdsNow(Node... nodes) {
    ListedEntry acme = Samples.entry("acme", TrustLevel.TRUSTED, Overrides.NONE);
    has(EntryBatch.builder().entry(acme).file(acme.key(), Samples.cached(Samples.file(nodes))));
  }

  @Test
  void aPeerThatAListHoldsStaysHeldAndIsSaidToBe() throws Exception {
    String address = "/dns4/node.example/tcp/0/p2p/" + FRA;
    holdsNow(Samples.node("fra", "node.example"));
    call("trust/allow", List.of("acme", "hold-connection"), Map.of("yes", "true"));

    assertThat(only("swarm/peering/add", List.of(address), Map.of()).get("Messages"))
        .isEqualTo(List.of("/dns4/node.example/tcp/0 can never be dialled: port 0"));
    assertThat(only("bootstrap/add", List.of(address), Map.of()).get("Messages"))
        .isEqualTo(List.of("/dns4/node.example/tcp/0 can never be dialled: port 0"));
    assertThat(only("swarm/peering/rm", List.of(FRA.toString()), Map.of()))
        .containsEntry(
            "Messages",
            List.of(
                "it is held by acme and connected to again;"
                    + " trust deny acme hold-connection ends that"));
  }

  @Test
  void peeringOfAPeerThatOnlyAListHoldsCannotBeWithdrawnAndItIsSaidWhoHoldsIt() throws Exception {
    holdsNow(Samples.node("fra", "node.example"));
    call("trust/allow", List.of("acme", "hold-connection"), Map.of("yes", "true"));

    OperationException held = refused("swarm/peering/rm", List.of(FRA.toString()), Map.of());

    assertThat(held.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(held)
        .hasMessage(
            FRA
                + " has no entry with connect-on-startup,hold-connection; it is held by acme and"
                + " connected to again; trust deny acme hold-connection ends that");
  }

  @ParameterizedTest
  @CsvSource({
    "bootstrap/add, bootstrap/rm, 'bootstrap rm ADDRESS takes one, bootstrap ls shows them'",
    "swarm/peering/add, swarm/peering/rm, swarm peering rm KEY takes them all; then add those you"
        + " want"
  })
  void aPeerWithTheMostRemotesIsSaidWhatMakesRoom(String add, String rm, String remedy)
      throws Exception {
    for (int i = 1; i <= 16; i++) {
      call(add, List.of("/ip4/192.0.2." + i + "/tcp/4001/p2p/" + FRA), Map.of());
    }
    String another = "/ip4/192.0.2.17/tcp/4001/p2p/" + FRA;
    assertThat(refused(add, List.of(another), Map.of()))
        .hasMessage("17 remotes, at most 16: " + remedy.replace("KEY", FRA.toString()));
    String room = add.startsWith("bootstrap") ? "/ip4/192.0.2.1/tcp/4001/p2p/" + FRA : "" + FRA;
    call(rm, List.of(room), Map.of());
    call(add, List.of(another), Map.of());
  }

  @Test
  void aPeerOfTheUsersOwnWithTheMostRemotesIsRemovedFirst() throws Exception {
    call("trust/add", List.of("/ip4/192.0.2.99/tcp/4001/p2p/" + FRA), Map.of("level", "trusted"));
    for (int i = 1; i <= 15; i++) {
      call("bootstrap/add", List.of("/ip4/192.0.2." + i + "/tcp/4001/p2p/" + FRA), Map.of());
    }
    assertThat(refused("bootstrap/add", List.of("/ip4/192.0.2.16/tcp/1/p2p/" + FRA), Map.of()))
        .hasMessage(
            "17 remotes, at most 16: trust rm "
                + FRA
                + " takes the entry; then add it with those you want");
  }

  @Test
  void peeringIsWithdrawnFromAPeerAndNotFromAnAddress() throws Exception {
    String address = "/ip4/192.0.2.1/tcp/4001/p2p/" + FRA;
    call("swarm/peering/add", List.of(address), Map.of());

    assertThat(refused("swarm/peering/rm", List.of(address), Map.of()).kind())
        .isEqualTo(Kind.USAGE);
    assertThat(call("swarm/peering/rm", List.of("/p2p/" + FRA), Map.of()))
        .containsExactly(Map.of("ID", FRA.toString(), "Status", "success"));
  }

  @Test
  void addingAPeerAsksWhereTheUserDeniedIt() throws Exception {
    String address = "/ip4/192.0.2.1/tcp/4001/p2p/" + FRA;
    String other = "/ip4/192.0.2.1/tcp/4001/p2p/" + Samples.peer("ber");
    call("trust/add", List.of(address), Map.of("level", "peer", "deny", "bootstrap"));

    OperationException asked = refused("bootstrap/add", List.of(other, address), Map.of());

    assertThat(asked.kind()).isEqualTo(Kind.NEEDS_YES);
    assertThat(asked.details())
        .containsExactly(FRA + " has a direct -bootstrap, which it takes back");
    assertThat(bootstrapPeers()).as("nor the other").isEqualTo(List.of());
    call("bootstrap/add", List.of(address), Map.of("yes", "true"));
    assertThat(bootstrapPeers()).isEqualTo(List.of(address));
  }

  @Test
  void bootstrapIsWithdrawnFromEveryoneByOptionToo() throws Exception {
    String address = "/ip4/192.0.2.1/tcp/4001/p2p/" + FRA;
    call("bootstrap/add", List.of(address), Map.of());

    assertThat(refused("bootstrap/rm", List.of(), Map.of()))
        .hasMessage("name the peers, or say --all")
        .extracting(OperationException::kind)
        .isEqualTo(Kind.USAGE);
    assertThat(refused("bootstrap/rm", List.of(address), Map.of("all", "true")).kind())
        .isEqualTo(Kind.USAGE);
    assertThat(only("bootstrap", List.of(), Map.of())).containsEntry("Peers", List.of(address));
    assertThat(call("bootstrap/rm", List.of(), Map.of("all", "true")))
        .last()
        .isEqualTo(Map.of("Peers", List.of(address)));
    assertThat(only("bootstrap", List.of(), Map.of())).containsEntry("Peers", List.of());
  }

  @Test
  void withdrawingBootstrapFromEveryoneShowsTheEntriesFirst() throws Exception {
    addAcme();
    Operations.Operation all = operations.at("bootstrap/rm/all").orElseThrow();
    Request request =
        new Request(all.spec(), List.of(), Map.of(), Collections.emptyIterator(), "cli:eve");
    List<String> deniedWhenShown = new ArrayList<>();
    ((Reply.Rows) all.handler().run(request))
        .writeTo(
            row ->
                deniedWhenShown.add(
                    row + " " + store.holdings().getFirst().entry().overrides().list()));

    assertThat(deniedWhenShown)
        .containsExactly(
            "{Entries=[-bootstrap: acme (" + ACME.toName() + ")]} []", "{Peers=[]} [-bootstrap]");
  }

  @Test
  void saysWhatIsNowSoOfAnEntryThatWasChanged() throws Exception {
    String acme = "acme (" + ACME.toName() + "): ";
    Map<String, Object> added =
        only("trust/add", List.of(ACME.toName()), Map.of("level", "trusted", "label", "acme"));
    assertThat(added).containsEntry("Message", acme + "trusted, pending, refresh due at once");
    assertThat((List<?>) added.get("Entries"))
        .singleElement()
        .isEqualTo(call("trust/ls", List.of(), Map.of()).getFirst());

    assertThat(only("trust/level", List.of("acme", "marginal"), Map.of()))
        .containsEntry("Message", acme + "marginal, pending, refresh due at once");
    assertThat(only("trust/deny", List.of("acme", "bootstrap"), Map.of()))
        .containsEntry("Message", acme + "marginal, -bootstrap, pending, refresh due at once");
    assertThat(only("trust/suspend", List.of("acme"), Map.of()))
        .containsEntry(
            "Message", acme + "marginal, -bootstrap, pending, suspended, refresh due at once");
    assertThat(only("trust/rm", List.of("acme"), Map.of()))
        .containsEntry("Message", "trust rm acme: removed")
        .doesNotContainKey("Entries");
    assertThat(
            only("trust/add", List.of("/ip4/192.0.2.1/tcp/1/p2p/" + FRA), Map.of()).get("Message"))
        .isEqualTo(FRA + ": peer, local, 1 address");
  }

  @Test
  void whatIsSoAlreadyIsUnchangedAndNotLogged() throws Exception {
    Map<String, String> yes = Map.of("yes", "true");
    addAcme();
    call("trust/allow", List.of("acme", "graphsync"), yes);
    call("trust/block", List.of("/p2p/" + FRA), Map.of());
    int lines = store.audit(100).size();

    for (List<String> again :
        List.of(
            List.of("trust/level", "acme", "trusted"),
            List.of("trust/allow", "acme", "graphsync"),
            List.of("trust/unset", "acme", "bootstrap"),
            List.of("trust/resume", "acme"))) {
      assertThat(
              only(again.getFirst(), again.subList(1, again.size()), Map.of())
                  .get("Message")
                  .toString())
          .as("%s", again)
          .startsWith("acme (" + ACME.toName() + "): trusted, +graphsync, ")
          .contains("; unchanged");
    }
    assertThat(only("trust/block", List.of("/p2p/" + FRA), Map.of()).get("Message"))
        .asString()
        .endsWith("; unchanged");
    call("trust/matrix", List.of("reset"), Map.of());
    assertThat(store.audit(100)).hasSize(lines);
  }

  @Test
  void aLevelSetAgainRenewsAJudgementThatEnds() throws Exception {
    Instant yesterday = Samples.T0.minus(Duration.ofDays(1));
    ListedEntry acme = Samples.entry("acme", TrustLevel.TRUSTED, Overrides.NONE);
    has(
        EntryBatch.builder()
            .entry(
                acme.withStanding(
                    acme.standing()
                        .withJudgement(
                            new Judgement(yesterday, Optional.of(Duration.ofDays(30)))))));

    assertThat(only("trust/show", List.of("acme"), Map.of()))
        .containsEntry("trust-lifetime", "30d")
        .containsEntry("trust-until", yesterday.plus(Duration.ofDays(30)).toString());
    assertThat(refused("trust/level", List.of("acme", "trusted"), Map.of()).kind())
        .isEqualTo(Kind.NEEDS_YES);
    assertThat(store.audit(10)).isEmpty();
    Map<String, String> yes = Map.of("yes", "true");
    assertThat(only("trust/level", List.of("acme", "trusted"), yes).get("Message"))
        .asString()
        .contains("trust until " + Samples.T0.plus(Duration.ofDays(30)))
        .doesNotContain("unchanged", "trust then holds", "suspended");
    assertThat(store.audit(10)).extracting(AuditLine::action).containsExactly("level");

    call("trust/suspend", List.of("acme"), Map.of());
    assertThat(only("trust/level", List.of("acme", "marginal"), yes).get("Message"))
        .asString()
        .endsWith("; still suspended; trust resume ends that");
  }

  /** Writes it, as an earlier run may have. */
  private void has(EntryBatch.Builder batch) {
    trust.change(
        Actor.PROGRAM,
        _ -> new Change.Done(batch.build(), Change.Consent.NONE, List.of()),
        _ -> {});
  }

  @Test
  void aLifetimeThatIsNoneIsRefusedInTheUsersWords() {
    Map<String, String> whys =
        Map.of(
            "0s", "--lifetime: above 0 and at most 36500d, or infinity",
            "40000d", "--lifetime: \"40000d\" is not a duration of at most 36500d, or infinity");
    for (String lifetime : whys.keySet()) {
      assertThat(
              refused(
                  "trust/add",
                  List.of(ACME.toName()),
                  Map.of("level", "trusted", "lifetime", lifetime)))
          .hasMessage(whys.get(lifetime))
          .extracting(OperationException::kind)
          .isEqualTo(Kind.USAGE);
    }
  }

  @Test
  void aLabelOrNoteThatCouldDisturbATerminalIsRefused() {
    for (String option : List.of("label", "note")) {
      for (String text : List.of("a\u001b[31mb", "a\nb", "a\u202eb", "a\u200bb")) {
        Map<String, String> options = Map.of("level", "trusted", option, text);
        OperationException fault = refused("trust/add", List.of(ACME.toName()), options);

        assertThat(fault.kind()).isEqualTo(Kind.USAGE);
        assertThat(fault.getMessage())
            .startsWith("--" + option + ": no control characters")
            .doesNotContain(text);
      }
    }
    assertThat(store.holdings()).isEmpty();
  }

  @Test
  void aLabelOfAnEarlierVersionIsShownEscaped() throws Exception {
    ListedEntry old = Samples.entry("ac\u001b[31mme", TrustLevel.TRUSTED, Overrides.NONE);
    has(EntryBatch.builder().entry(old));

    String key = old.key().text();
    assertThat(call("trust/ls", List.of(), Map.of()).toString()).contains("label=ac\\u001b[31mme");
    for (String shown : List.of("trust/show", "trust/suspend", "trust/rm")) {
      assertThat(only(shown, List.of(key), Map.of()).toString()).as(shown).doesNotContain("\u001b");
    }
    assertThat(call("trust/log", List.of(), Map.of()).toString()).doesNotContain("\u001b");
  }

  @Test
  void showsWhatTheFileSaysOfWhoPublishesItAndOfEachNode() throws Exception {
    Bytes text =
        Bytes.utf8(
            """
            {"version": 1, "description": "Nodes of Acme", "contact": ["mailto:ops@acme.example"],
             "entities": [{"entity": "Berlin", "nodes": [
               {"node": "ber-1", "pubkey": "%s", "contact": ["https://ber.example"],
                "remotes": ["/ip4/192.0.2.1/tcp/1"], "functions": ["bootstrap"]}]}]}
            """
                .formatted(FRA));
    TrustFile file = ((ReadResult.Accepted) TrustFileReader.read(text)).file();
    ListedEntry acme = Samples.entry("acme", TrustLevel.TRUSTED, Overrides.NONE);
    NodeHistory history = new NodeHistory(Samples.T0, List.of());
    has(EntryBatch.builder().entry(acme).file(acme.key(), new CachedFile(text, file, history)));

    assertThat(only("trust/show", List.of("acme"), Map.of()))
        .containsEntry("description", "Nodes of Acme")
        .containsEntry("contact", List.of("mailto:ops@acme.example"))
        .containsEntry(
            "nodes",
            List.of(
                Map.of(
                    "entity", "Berlin",
                    "node", "ber-1",
                    "pubkey", FRA.toString(),
                    "contact", List.of("https://ber.example"),
                    "remotes", List.of("/ip4/192.0.2.1/tcp/1"),
                    "remotes-strict", true,
                    "functions", List.of("bootstrap"))));
  }

  @Test
  void aBlockedPeerThatNobodyGivesAnythingIsToldWhatElseItTakes() throws Exception {
    call("trust/block", List.of("/p2p/" + FRA), Map.of());

    assertThat(
            only("trust/explain", List.of(FRA.toString(), "bootstrap"), Map.of())
                .get("steps")
                .toString())
        .contains("trust unblock /p2p/" + FRA + ", and an entry at trusted or above");

    call("trust/add", List.of("/p2p/" + FRA), Map.of("level", "trusted", "label", "fra"));
    assertThat(
            only("trust/explain", List.of(FRA.toString(), "bootstrap"), Map.of())
                .get("steps")
                .toString())
        .contains("trust unblock /p2p/" + FRA)
        .doesNotContain(", and an entry");

    call("trust/deny", List.of("fra", "bootstrap"), Map.of());
    assertThat(
            only("trust/explain", List.of(FRA.toString(), "bootstrap"), Map.of())
                .get("steps")
                .toString())
        .contains(", and trust unset fra bootstrap");
    assertThat(
            only("trust/explain", List.of(FRA.toString(), "redistribute-ipns"), Map.of())
                .get("steps")
                .toString())
        .doesNotContain("trust unblock");
  }

  @Test
  void anEntryShowsThatItIsBlocked() throws Exception {
    addAcme();
    call("trust/add", List.of("/p2p/" + FRA), Map.of("label", "fra"));
    call("trust/block", List.of("/ipns/" + ACME.toName()), Map.of());
    call("trust/block", List.of("/p2p/" + FRA), Map.of());

    assertThat(only("trust/show", List.of("acme"), Map.of()))
        .containsEntry("flags", List.of("blocked"));
    assertThat(only("trust/show", List.of("fra"), Map.of()))
        .containsEntry("flags", List.of("blocked"));
    assertThat(only("trust/suspend", List.of("acme"), Map.of()).get("Message"))
        .asString()
        .contains(", blocked, suspended, ");
    call("trust/unblock", List.of("/ipns/" + ACME.toName()), Map.of("yes", "true"));
    assertThat(only("trust/show", List.of("acme"), Map.of()))
        .containsEntry("flags", List.of("suspended"));
  }

  @Test
  void whatIsBlockedWithoutAnEntryIsListedBehindTheEntries() throws Exception {
    addAcme();
    PeerId both = Samples.peer("both");
    call("trust/block", List.of("/ipns/" + ACME.toName()), Map.of());
    call("trust/block", List.of("/p2p/" + ACME), Map.of());
    call("trust/block", List.of("/ipns/" + FRA.toName()), Map.of());
    call("trust/block", List.of(both.toString()), Map.of());

    List<Object> rows = call("trust/ls", List.of(), Map.of());
    assertThat(rows.getFirst().toString()).contains("label=acme", "flags=[blocked]");
    assertThat(rows.subList(1, rows.size()))
        .as("the entry tells of its name only")
        .containsExactlyInAnyOrder(
            Map.of("pubkey", ACME.toString(), "blocked", List.of("peer")),
            Map.of("pubkey", FRA.toName(), "blocked", List.of("name")),
            Map.of("pubkey", both.toString(), "blocked", List.of("peer", "name")));
    assertThat(call("trust/ls", List.of(), Map.of("state", "pending"))).hasSize(1);
  }

  @Test
  void blockingSaysWhatIsSoNow() throws Exception {
    addAcme();
    assertThat(only("trust/block", List.of(ACME.toName()), Map.of()))
        .containsEntry(
            "Message",
            "peer "
                + ACME
                + " is blocked: no connection either way, no function whoever vouches; name "
                + ACME.toName()
                + " is blocked: never resolved, the list of acme is out of force")
        .containsEntry("Key", ACME.toString())
        .containsEntry("Blocked", List.of("peer", "name"))
        .containsEntry("Ended", 0);
    assertThat(only("trust/unblock", List.of("/p2p/" + ACME), Map.of("yes", "true")))
        .containsEntry("Blocked", List.of("name"))
        .containsEntry(
            "Message",
            "peer "
                + ACME
                + " is not blocked any more: level none, what its vouchers give; name "
                + ACME.toName()
                + " is still blocked");
    assertThat(only("trust/unblock", List.of("/ipns/" + ACME.toName()), Map.of("yes", "true")))
        .containsEntry("Blocked", List.of())
        .containsEntry(
            "Message",
            "name " + ACME.toName() + " is not blocked any more: the list of acme counts again");
  }

  @Test
  void theMatrixSaysWhatACellIsNow() throws Exception {
    Map<String, String> yes = Map.of("yes", "true");
    assertThat(only("trust/matrix", List.of("set", "bootstrap", "advanced"), Map.of()))
        .containsEntry(
            "Message", "bootstrap: given by advanced, ultimate; trusted: loses bootstrap");
    assertThat(only("trust/matrix", List.of("set", "bootstrap", "advanced"), Map.of()))
        .containsEntry("Message", "bootstrap: given by advanced, ultimate; unchanged");
    assertThat(only("trust/matrix", List.of("set", "bootstrap", "none"), Map.of()).get("Message"))
        .asString()
        .startsWith("bootstrap: given by no level; advanced: loses bootstrap");
    assertThat(only("trust/matrix", List.of("reset"), yes).get("Message"))
        .asString()
        .startsWith("the matrix is the shipped one; trusted: gains bootstrap");
  }

  @Test
  void aBlockedNameIsNotRefreshedWhichIsARefusal() throws Exception {
    addAcme();
    call("trust/block", List.of("/ipns/" + ACME.toName()), Map.of());

    assertThat(refused("trust/refresh", List.of("acme"), Map.of()))
        .hasMessage(ACME.toName() + " is blocked; trust unblock /ipns/" + ACME.toName())
        .extracting(OperationException::kind)
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void aBlockedPeerIsNoContactAndNobodyBesideItIsAddedEither() throws Exception {
    call("trust/block", List.of("/p2p/" + FRA), Map.of());
    String other = "/ip4/192.0.2.1/tcp/1/p2p/" + ACME;
    String barred = "/ip4/192.0.2.1/tcp/2/p2p/" + FRA;
    for (String path : List.of("bootstrap/add", "swarm/peering/add")) {
      OperationException refused = refused(path, List.of(other, barred), Map.of());
      assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
      assertThat(refused)
          .hasMessageContaining(FRA + " is blocked")
          .hasMessageContaining("trust unblock /p2p/" + FRA);
    }
    assertThat(store.holdings()).isEmpty();
  }

  @Test
  void anAddressThatCanNeverBeDialledIsSaid() throws Exception {
    String address = "/ip4/192.0.2.1/tcp/0";
    List<String> arguments = List.of(address + "/p2p/" + FRA);
    String said = " can never be dialled: port 0";
    assertThat(only("trust/add", arguments, Map.of("dry-run", "true")).get("Message"))
        .asString()
        .contains("giving nothing; ")
        .endsWith(said);
    assertThat(only("trust/add", arguments, Map.of()).get("Message"))
        .asString()
        .contains("; /ip4/192.0.2.1/tcp/0")
        .endsWith(said);
  }

  @Test
  void aCacheLifetimeOutOfRangeIsSaidAsItWasWritten() {
    Map<String, String> hour = Map.of("level", "peer", "cache-lifetime", "1h");
    assertThat(refused("trust/add", List.of(ACME.toName()), hour))
        .hasMessage("cache-lifetime 1h: at least 48h, at most 2y (730d)");
    Map<String, String> years = Map.of("level", "peer", "cache-lifetime", "3y");
    assertThat(refused("trust/add", List.of(ACME.toName()), years))
        .hasMessage("cache-lifetime 1095d: at least 48h, at most 2y (730d)");
  }

  @Test
  void aFailedRefreshIsSaidOnce() {
    OperationException one = TrustAnswers.notRefreshed(List.of("acme: rollback"), 1);
    assertThat(one).hasMessage("not refreshed: acme: rollback");
    assertThat(one.details()).isEmpty();
    OperationException two = TrustAnswers.notRefreshed(List.of("acme: rollback", "b: x"), 3);
    assertThat(two).hasMessage("2 of 3 not refreshed");
    assertThat(two.details()).containsExactly("acme: rollback", "b: x");
  }

  @Test
  void matrixIsReplacedAndReset() throws Exception {
    assertThat(call("trust/matrix", List.of(), Map.of())).hasSize(14);
    assertThat(call("trust/matrix", List.of("diff"), Map.of())).isEmpty();
    List<String> set = List.of("set", "bootstrap", "marginal");
    assertThat(refused("trust/matrix", set, Map.of()).kind()).isEqualTo(Kind.NEEDS_YES);
    call("trust/matrix", set, Map.of("yes", "true"));
    assertThat(only("trust/matrix", List.of("diff"), Map.of()))
        .containsEntry("function", "bootstrap")
        .containsEntry("marginal", true);
    call("trust/matrix", List.of("reset"), Map.of());
    assertThat(call("trust/matrix", List.of("diff"), Map.of())).isEmpty();
  }

  @Test
  void refreshWithoutANodeFailsAndNamesWhatIsMissing() throws Exception {
    addAcme();
    assertThat(refused("trust/refresh", List.of("acme"), Map.of()).kind()).isEqualTo(Kind.FAILED);
    assertThat(refused("trust/refresh", List.of("nobody"), Map.of()).kind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void mistakesAreUsageErrors() {
    assertThat(refused("trust/add", List.of("acme.example"), Map.of("level", "peer")).kind())
        .isEqualTo(Kind.USAGE);
    assertThat(refused("trust/add", List.of(ACME.toName()), Map.of()).kind()).isEqualTo(Kind.USAGE);
    assertThat(refused("trust/add", List.of(ACME.toName()), Map.of("level", "best")).kind())
        .isEqualTo(Kind.USAGE);
    assertThat(
            refused("trust/add", List.of(ACME.toName()), Map.of("level", "peer", "lifetime", "x"))
                .kind())
        .isEqualTo(Kind.USAGE);
    assertThat(refused("trust/block", List.of("/ip4/1.2.3.4"), Map.of()).kind())
        .isEqualTo(Kind.USAGE);
    assertThat(refused("trust/ls", List.of(), Map.of("state", "new")).kind()).isEqualTo(Kind.USAGE);
  }

  @Test
  void shippedListIsAddedOnceAndSaysThatNoKeyUpdatesIt() throws Exception {
    TrustSettings shipped = TrustSettings.of(Config.defaults());
    assertThat(shipped.bundled().flatMap(TrustSettings.Bundled::updateKey))
        .isEqualTo(Optional.empty());
    trust.close();
    trust = TrustService.open(store, shipped, FIXED, SELF);
    trust.close();
    trust = TrustService.open(store, shipped, FIXED, SELF);
    Operations again = new Operations();
    new TrustAnswers(trust).addTo(again);
    assertThat(store.audit(10)).hasSize(1);
    Reply reply =
        again
            .at("trust/show")
            .orElseThrow()
            .handler()
            .run(
                new Request(
                    TrustCommands.SHOW,
                    List.of("bundled"),
                    Map.of(),
                    Collections.emptyIterator(),
                    "cli:eve"));
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Document.class,
            document ->
                assertThat(document.json().toString())
                    .contains("the packager set no update key", "state=local"));
  }

  @Test
  void aHeldConnectionIsToldOnceWithTheNamesOfThoseWhoHoldIt() {
    assertThat(TrustViews.kept(Set.of("hold-connection", "anchor"), List.of("acme", "mine")))
        .containsExactly("anchor", "hold-connection by acme", "hold-connection by mine");
    assertThat(TrustViews.kept(Set.of("hold-connection"), List.of()))
        .containsExactly("hold-connection");
  }

  @Test
  void theAuditLogSaysWhoCalledByRpcAndWhatHeSaysOfHimself() throws InterruptedException {
    Operations operations = new Operations();
    new TrustAnswers(trust).addTo(operations);
    operations
        .at("trust/block")
        .orElseThrow()
        .run(
            new Request(
                TrustCommands.BLOCK,
                List.of(FRA.toString()),
                Map.of(),
                Collections.emptyIterator(),
                "api:api-token, says cli:eve"));

    assertThat(store.audit(1).getFirst().actor())
        .isEqualTo(new Actor(Actor.Kind.API, "api-token, says cli:eve"));
  }
}
