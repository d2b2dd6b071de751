package org.trustnet.trust.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.direct;
import static org.trustnet.trust.Samples.limited;
import static org.trustnet.trust.Samples.list;
import static org.trustnet.trust.Samples.minus;
import static org.trustnet.trust.Samples.node;
import static org.trustnet.trust.Samples.peer;
import static org.trustnet.trust.model.TrustFunction.BOOTSTRAP;
import static org.trustnet.trust.model.TrustFunction.OFFER_RELAY;
import static org.trustnet.trust.model.TrustFunction.QUERY_ALL_IPNS;
import static org.trustnet.trust.model.TrustLevel.ADVANCED;
import static org.trustnet.trust.model.TrustLevel.MARGINAL;
import static org.trustnet.trust.model.TrustLevel.PEER;
import static org.trustnet.trust.model.TrustLevel.TRUSTED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.Samples;
import org.trustnet.trust.World;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.command.PolicyCommands;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/** What is told of a denied function of a peer: doing it turns the answer. */
final class RemedyTest {
  private static final String WOULD = "would change it: ";
  private static final String X = "/p2p/" + peer("x");
  private static final String ACME = "/ipns/" + peer("publisher of acme").toName();

  /** A peer x that is denied a function, and all that would change that. */
  private record Situation(
      String name, World world, TrustFunction function, List<String> wouldChange) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Situation of(
      String name, TrustFunction function, World world, String... wouldChange) {
    return new Situation(name, world, function, List.of(wouldChange));
  }

  @SafeVarargs
  private static World world(List<Holding> holdings, Consumer<World>... happens) {
    World world = new World(holdings.toArray(Holding[]::new));
    for (Consumer<World> next : happens) {
      next.accept(world);
    }
    return world;
  }

  private static Holding acme(TrustLevel level) {
    return list("acme", level, node("x"));
  }

  private static Consumer<World> suspended(String label) {
    return world -> world.does(entry(world, label).suspend());
  }

  private static Consumer<World> blocked(String name, PolicyCommands.Target target) {
    return world -> world.does(new PolicyCommands(world.book()).block(peer(name), target));
  }

  private static Consumer<World> passes(Duration time) {
    return world -> world.pass(time);
  }

  private static Consumer<World> refreshed() {
    return world -> world.refresh(acme(TRUSTED).key());
  }

  private static final Consumer<World> PEER_BLOCKED = blocked("x", PolicyCommands.Target.PEER);

  private static Holding named(String label) {
    Holding entry = direct("x", PEER, minus(BOOTSTRAP));
    return Holding.of(entry.entry().withStanding(Samples.standing(label, PEER, minus(BOOTSTRAP))));
  }

  private static World frozen(TrustLevel level) {
    return world(
        List.of(acme(level)), passes(Duration.ofDays(3)), refreshed(), passes(Duration.ofDays(7)));
  }

  private static World revoked() {
    return world(
        List.of(acme(TRUSTED)),
        world -> {
          EntryKey key = acme(TRUSTED).key();
          world.serve(key, world.record(key, 2, world.host(TrustFileWriter.revocation())));
        },
        refreshed());
  }

  private static World held() {
    TrustFile before = Samples.fileOf(names("n"));
    List<String> after = names("m");
    after.set(0, "x");
    return world(
        List.of(Holding.of(Samples.entry("acme", TRUSTED, minus()), Samples.cached(before))),
        passes(Duration.ofDays(5)),
        world -> world.publish(acme(TRUSTED).key(), 2, Samples.fileOf(after)),
        refreshed());
  }

  private static List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      names.add(prefix + i);
    }
    return names;
  }

  static Stream<Situation> oneList() {
    Duration day = Duration.ofDays(1);
    return Stream.of(
        of(
            "a list judged too long ago",
            BOOTSTRAP,
            world(List.of(limited(acme(TRUSTED), day)), passes(day)),
            "trust renew acme"),
        of(
            "a suspended list",
            BOOTSTRAP,
            world(List.of(acme(TRUSTED)), suspended("acme")),
            "trust resume acme"),
        of(
            "a list with a blocked name",
            BOOTSTRAP,
            world(List.of(acme(TRUSTED)), blocked("publisher of acme", PolicyCommands.Target.NAME)),
            "trust unblock " + ACME),
        of(
            "a list that denies it",
            BOOTSTRAP,
            world(List.of(list("acme", TRUSTED, minus(BOOTSTRAP), node("x")))),
            "trust unset acme bootstrap"),
        of(
            "a lower list that denies it",
            BOOTSTRAP,
            world(List.of(list("acme", PEER, minus(BOOTSTRAP), node("x")))),
            "trust allow acme bootstrap"),
        of(
            "a list of too low a level",
            BOOTSTRAP,
            world(List.of(acme(MARGINAL))),
            "trust level acme trusted or trust allow acme bootstrap"),
        of("a node that is held", BOOTSTRAP, held(), "trust accept acme"),
        of(
            "a withheld list",
            OFFER_RELAY,
            frozen(ADVANCED),
            "trust refresh acme that brings the file of its newest record"),
        of(
            "a withheld list of too low a level, asked for what we rely on",
            BOOTSTRAP,
            frozen(MARGINAL),
            "trust level acme trusted or trust allow acme bootstrap"),
        of(
            "an over-age list that was not looked up",
            OFFER_RELAY,
            world(List.of(acme(ADVANCED)), passes(Duration.ofDays(366)), w -> w.restart(w.wall)),
            "trust refresh acme that brings the file of its newest record"),
        of(
            "an expired list",
            BOOTSTRAP,
            world(List.of(acme(TRUSTED)), passes(Duration.ofDays(366)), refreshed()),
            "trust refresh acme that brings the file of its newest record"));
  }

  static Stream<Situation> severalNeeds() {
    Duration day = Duration.ofDays(1);
    return Stream.of(
        of(
            "a list that needs two things",
            BOOTSTRAP,
            world(List.of(limited(acme(TRUSTED), day)), suspended("acme"), passes(day)),
            "trust resume acme, and trust renew acme",
            "another entry at trusted or above that names the peer, or a +bootstrap on one that"
                + " does"),
        of(
            "two lists, one of which needs less",
            BOOTSTRAP,
            world(
                List.of(limited(acme(TRUSTED), day), list("t", TRUSTED, node("x"))),
                suspended("acme"),
                suspended("t"),
                passes(day)),
            "trust resume t"),
        of(
            "two lists, one of which needs no other judgement",
            BOOTSTRAP,
            world(List.of(acme(MARGINAL), list("t", TRUSTED, node("x"))), suspended("t")),
            "trust resume t"),
        of(
            "a revoked list",
            BOOTSTRAP,
            revoked(),
            "another entry at trusted or above that names the peer, or a +bootstrap on one that"
                + " does"),
        of(
            "nobody",
            BOOTSTRAP,
            new World(),
            "an entry at trusted or above that names the peer, or a +bootstrap on one that does"),
        of(
            "nobody, asked for what the highest level alone gives",
            QUERY_ALL_IPNS,
            new World(),
            "an entry at ultimate that names the peer, or a +query-all-ipns on one that does"));
  }

  static Stream<Situation> directEntries() {
    return Stream.of(
        of(
            "a direct entry that denies what a list gives",
            BOOTSTRAP,
            world(List.of(named("x"), acme(TRUSTED))),
            "trust unset x bootstrap"),
        of(
            "a direct entry that denies what its level gives",
            BOOTSTRAP,
            world(List.of(direct("x", TRUSTED, minus(BOOTSTRAP)))),
            "trust unset " + X + " bootstrap"),
        of(
            "a direct entry that denies what nobody gives",
            BOOTSTRAP,
            world(List.of(named("x"), acme(MARGINAL))),
            "trust allow x bootstrap"),
        of(
            "a direct entry that denies what a suspended list would give",
            BOOTSTRAP,
            world(List.of(named("x"), acme(TRUSTED)), suspended("acme")),
            "trust unset x bootstrap, and trust resume acme",
            "trust allow x bootstrap"),
        of(
            "a label that is no single word",
            BOOTSTRAP,
            world(List.of(named("x; rm -r y"), acme(TRUSTED))),
            "trust unset " + X + " bootstrap"),
        of(
            "a label that begins as an option",
            BOOTSTRAP,
            world(List.of(named("--yes"), acme(TRUSTED))),
            "trust unset " + X + " bootstrap"),
        of(
            "a label that means another entry",
            BOOTSTRAP,
            world(List.of(named("self"), acme(TRUSTED))),
            "trust unset " + X + " bootstrap"));
  }

  static Stream<Situation> blockedPeers() {
    String unblock = "trust unblock " + X;
    return Stream.of(
        of("a blocked peer", BOOTSTRAP, world(List.of(acme(TRUSTED)), PEER_BLOCKED), unblock),
        of(
            "a blocked peer whose direct entry denies it",
            BOOTSTRAP,
            world(List.of(named("x"), acme(TRUSTED)), PEER_BLOCKED),
            unblock + ", and trust unset x bootstrap"),
        of(
            "a blocked peer whose direct entry denies what nobody gives",
            BOOTSTRAP,
            world(List.of(named("x")), PEER_BLOCKED),
            unblock + ", and trust allow x bootstrap"),
        of(
            "a blocked peer whose list denies it",
            BOOTSTRAP,
            world(List.of(list("acme", TRUSTED, minus(BOOTSTRAP), node("x"))), PEER_BLOCKED),
            unblock + ", and trust unset acme bootstrap"),
        of(
            "a blocked peer of a suspended list",
            BOOTSTRAP,
            world(List.of(acme(TRUSTED)), suspended("acme"), PEER_BLOCKED),
            unblock + ", and trust resume acme"),
        of(
            "a blocked peer whom nobody names",
            BOOTSTRAP,
            world(List.of(), PEER_BLOCKED),
            unblock
                + ", and an entry at trusted or above that names the peer,"
                + " or a +bootstrap on one that does"));
  }

  @ParameterizedTest
  @MethodSource({"oneList", "severalNeeds", "directEntries", "blockedPeers"})
  void whatIsToldIsThisAndDoingAllOfItChangesTheAnswer(Situation situation) {
    World world = situation.world();
    Explanation why = world.explain("x", situation.function());
    assertThat(why.allowed()).isFalse();
    List<String> told =
        why.lines().stream()
            .filter(line -> line.startsWith(WOULD))
            .map(line -> line.substring(WOULD.length()))
            .toList();
    assertThat(told).isEqualTo(situation.wouldChange());

    String way = told.getFirst();
    List<String> needs = List.of(way.split(", and "));
    for (String need : needs) {
      assertThat(world.allows("x", situation.function())).as("before " + need).isFalse();
      follow(world, need.split(" or trust ")[0], situation.function());
    }
    assertThat(world.allows("x", situation.function())).as("after " + way).isTrue();
    assertThat(world.explain("x", situation.function()).lines())
        .noneMatch(line -> line.startsWith(WOULD));
  }

  @Test
  void theSecondOfTwoCommandsDoesItTooAndTheSecondOfTwoWays() {
    World low = world(List.of(acme(MARGINAL)));
    follow(low, "trust allow acme bootstrap", BOOTSTRAP);
    assertThat(low.allows("x", BOOTSTRAP)).isTrue();

    World denied = world(List.of(named("x"), acme(TRUSTED)), suspended("acme"));
    follow(denied, "trust allow x bootstrap", BOOTSTRAP);
    assertThat(denied.allows("x", BOOTSTRAP)).isTrue();
  }

  @Test
  void ageIsToldInMinutesBelowAnHourAndInHoursFromThen() {
    World world = world(List.of(acme(TRUSTED)), passes(Duration.ofMinutes(12)));
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 12 min old): ");
    world.pass(Duration.ofMinutes(47).plusSeconds(59));
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 59 min old): ");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 1 h old): ");
  }

  private static EntryCommands entry(World world, String word) {
    Optional<EntryCommands> commands = EntryCommands.of(world.book(), word);
    assertThat(commands).as(word).isPresent();
    return commands.orElseThrow();
  }

  /** Does what a line of advice says, as the commands of those names do. */
  private static void follow(World world, String need, TrustFunction function) {
    if (need.startsWith("an entry at ") || need.startsWith("another entry at ")) {
      String level = need.replaceFirst(".* at (\\w+) .*", "$1");
      AddOptions options =
          AddOptions.at(TrustLevel.byId(level).orElseThrow()).labelled("as advised");
      world.does(new AddCommands(world.book()).peer(peer("x"), List.of(), options));
      return;
    }
    List<String> words = List.of(need.split(" "));
    assertThat(words.getFirst()).isEqualTo("trust");
    String about = words.get(2);
    if (words.get(1).equals("unblock")) {
      String key = about.substring(about.lastIndexOf('/') + 1);
      PolicyCommands.Target target = PolicyCommands.target(about).orElseThrow();
      world.does(new PolicyCommands(world.book()).unblock(PeerId.parse(key), target));
      return;
    }
    if (words.get(1).equals("refresh")) {
      Holding meant = world.book().find(about).getFirst();
      world.publish(meant.key(), 2, Samples.file(node("x")));
      world.refresh(meant.key());
      return;
    }
    EntryCommands commands = entry(world, about);
    Functions functions = Functions.of(function);
    Change change =
        switch (words.get(1)) {
          case "renew" -> commands.renew();
          case "resume" -> commands.resume();
          case "accept" -> commands.accept();
          case "level" -> commands.level(TrustLevel.byId(words.get(3)).orElseThrow());
          case "allow" -> commands.allow(functions);
          case "unset" -> commands.unset(functions);
          default -> throw new AssertionError("no command: " + need);
        };
    if (words.size() > 3 && !words.get(1).equals("level")) {
      assertThat(words.get(3)).isEqualTo(function.id());
    }
    world.does(change);
  }
}
