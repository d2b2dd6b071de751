package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.answers.Version;
import org.trustnet.bootstrap.commands.Commands;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationException.Kind;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.cli.client.RpcAddress;
import org.trustnet.cli.client.RpcClient;
import org.trustnet.cli.render.Renderers;

class CliTest {
  @TempDir Path repository;
  private FakeNode node;

  @BeforeEach
  void makeNode() throws IOException {
    node = new FakeNode(repository);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void everyDeclarationHasARendererAndHelp() {
    for (OperationSpec spec : Commands.all()) {
      assertThat(Renderers.has(spec.path())).as(spec.path()).isTrue();
      Console console = Console.pipe("");
      List<String> words = new ArrayList<>(spec.words());
      words.add("--help");
      assertThat(node.run(console, words.toArray(String[]::new))).isZero();
      assertThat(console.out()).as(spec.path()).contains(spec.summary().substring(0, 8));
      spec.options().forEach(o -> assertThat(console.out()).contains("-" + o.name()));
    }
    assertThat(node.calls).isEmpty();
  }

  @Test
  void theVersionOptionSaysWhatTheCommandSaysFirst() throws IOException {
    node.answers(request -> Reply.document(Map.of("Version", Version.NUMBER))).starts();
    Console command = Console.pipe("");
    Console option = Console.pipe("");

    assertThat(node.run(command, "version")).isZero();
    assertThat(node.run(option, "--version")).isZero();

    assertThat(option.out())
        .isEqualTo("trustnet version " + Version.NUMBER + "\n")
        .isEqualTo(command.out());
    assertThat(Version.NUMBER).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
  }

  @Test
  void everyRendererBearsAnAnswerWithoutItsFields() throws IOException {
    node.answers(request -> Reply.document(Map.of())).starts();
    for (OperationSpec spec : Commands.all()) {
      if (spec.path().equals("key/export")) {
        continue;
      }
      List<String> words = new ArrayList<>(spec.words());
      spec.arguments().forEach(a -> words.add("x"));
      Console console = Console.pipe("");
      assertThat(node.run(console, words.toArray(String[]::new)))
          .as(spec.path() + ": " + console.err())
          .isZero();
    }
  }

  @Test
  void asksTheRunningNodeWithArgumentsAndOptions() throws IOException {
    node.answers(request -> Reply.document(Map.of("Path", "/ipfs/bafy"))).starts();
    Console console = Console.pipe("");
    assertThat(node.run(console, "name", "resolve", "a b&c=ü", "--nocache", "--dht-timeout", "5s"))
        .isZero();
    assertThat(console.out()).isEqualTo("/ipfs/bafy\n");
    assertThat(node.calls)
        .containsExactly("node name/resolve a b&c=ü --dht-timeout=5s --nocache=true");
  }

  @Test
  void printsJsonAsTheNodeSendsIt() throws IOException {
    node.answers(request -> Reply.document(Map.of("Strings", List.of("a\u202eb")))).starts();
    Console json = Console.pipe("");
    assertThat(node.run(json, "--enc", "json", "swarm", "addrs", "local")).isZero();
    assertThat(json.out()).isEqualTo("{\"Strings\":[\"a\u202eb\"]}\n");
    Console text = Console.pipe("");
    assertThat(node.run(text, "swarm", "addrs", "local")).isZero();
    assertThat(text.out()).isEqualTo("a\\u202eb\n");
  }

  @Test
  void printsRowsAsTheyCome() throws IOException {
    node.answers(
            request ->
                Reply.rows(
                    out -> {
                      out.accept(Map.of("Success", true, "Time", 0, "Text", "PING 12D3."));
                      out.accept(Map.of("Success", true, "Time", 1_500_000, "Text", ""));
                    }))
        .starts();
    Console text = Console.pipe("");
    assertThat(node.run(text, "ping", "12D3", "-n", "1")).isZero();
    assertThat(text.out()).isEqualTo("PING 12D3.\nPong received: time=1.50 ms\n");
    Console json = Console.pipe("");
    assertThat(node.run(json, "ping", "12D3", "--enc=json")).isZero();
    assertThat(json.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{"));
  }

  @Test
  void printsContentAsItIs() throws IOException {
    byte[] bytes = new byte[300_000];
    new java.util.Random(1).nextBytes(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    node.answers(request -> Reply.content(out -> out.write(text.getBytes(StandardCharsets.UTF_8))))
        .starts();
    Console console = Console.pipe("");
    assertThat(node.run(console, "cat", "/ipfs/x", "--enc", "json")).isZero();
    assertThat(console.out()).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void exitsWithTheCodeOfTheNodesError(Kind kind) throws IOException {
    node.answers(
            request -> {
              throw new OperationException(kind, "it is so", List.of("line 3"));
            })
        .starts();
    Console console = Console.pipe("");
    assertThat(node.run(console, "trust", "ls")).isEqualTo(kind.exitCode());
    assertThat(console.err()).startsWith("trustnet: it is so").endsWith("\n  line 3\n");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void withoutANodeWorksOnTheRepositoryWhereThatMakesSense() {
    Console console = Console.pipe("");
    assertThat(node.run(console, "trust", "ls")).isZero();
    assertThat(node.calls).containsExactly("offline trust/ls", "closed");
    assertThat(node.run(console, "version")).isZero();
    assertThat(node.calls).last().isEqualTo("alone version");
    assertThat(node.run(console, "id")).isEqualTo(5);
    assertThat(console.err()).hasLineCount(1).contains("trustnet run");
  }

  @Test
  void anAnnouncementOfANodeThatIsGoneCountsAsNone() throws IOException {
    node.starts();
    node.dies();
    Console console = Console.pipe("");
    assertThat(node.run(console, "id")).isEqualTo(5);
    assertThat(node.run(console, "key", "ls")).isZero();
    assertThat(node.calls).containsExactly("offline key/ls", "closed");
  }

  @Test
  void offlineAndTimeoutArePassedOnToTheNode() throws IOException {
    Console console = Console.pipe("");
    List<Request.Terms> terms = new ArrayList<>();
    node.answers(
            request -> {
              terms.add(request.terms());
              return Reply.document(Map.of("Path", "/ipfs/x"));
            })
        .starts();

    assertThat(node.run(console, "--offline", "name", "resolve", "--timeout", "1m30s")).isZero();
    assertThat(node.run(console, "name", "resolve")).isZero();

    assertThat(terms)
        .containsExactly(
            new Request.Terms(Request.Reach.LOCAL, Optional.of(Duration.ofSeconds(90))),
            Request.Terms.USUAL);
  }

  @Test
  void whatNeedsTheNetworkIsRefusedWhenItMustNotBeUsed() throws IOException {
    Console console = Console.pipe("");
    node.starts();

    assertThat(node.run(console, "ping", "12D3KooW", "--offline")).isEqualTo(1);

    assertThat(console.err()).contains("ping needs the network; leave --offline away");
    assertThat(node.calls).isEmpty();
  }

  @Test
  void aNodeThatDoesNotAnswerInTimeIsNotWaitedFor() throws IOException {
    Console console = Console.pipe("");
    node.answers(
            request -> {
              new CountDownLatch(1).await();
              return Reply.document(Map.of());
            })
        .starts();

    assertThat(node.run(console, "id", "--timeout", "50ms")).isEqualTo(1);

    assertThat(console.err()).contains("not done within 50ms, the limit that --timeout set");
  }

  @Test
  void timeLimitsThatMakeNoSenseAreUsageErrors() throws IOException {
    Console console = Console.pipe("");
    node.starts();

    assertThat(node.run(console, "id", "--timeout", "soon")).isEqualTo(2);
    assertThat(node.run(console, "id", "--timeout", "0s")).isEqualTo(2);
    assertThat(node.calls).isEmpty();
  }

  @Test
  void theNodeHearsWhoSaysToCall() throws IOException {
    Console console = Console.pipe("");
    List<String> callers = new ArrayList<>();
    node.answers(
            request -> {
              callers.add(request.caller());
              return Reply.document(Map.of());
            })
        .starts();

    node.run(console, "id");

    assertThat(callers).containsExactly("api:api-token, says cli:ann");
  }

  @Test
  void asksAPersonBeforeTrustIsLoosened() throws IOException {
    loosening().starts();
    Console yes = Console.person("y\n");
    assertThat(node.run(yes, "trust", "allow", "bob", "bootstrap")).isZero();
    assertThat(yes.err()).contains("  gives bootstrap to 3 peers\n").contains("[y/N]");
    assertThat(node.calls).last().isEqualTo("node trust/allow bob bootstrap --yes=true");
    Console no = Console.person("\n");
    assertThat(node.run(no, "trust", "allow", "bob", "bootstrap")).isEqualTo(4);
    assertThat(node.calls).hasSize(3);
  }

  @Test
  void asksAPersonToTypeTheKeyOfWhatBecomesUltimate() throws IOException {
    node.answers(
            request -> {
              if (request.option("key").isEmpty()) {
                throw new OperationException(Kind.NEEDS_KEY, "type the key", List.of("gives all"));
              }
              return Reply.document(Map.of());
            })
        .starts();
    Console person = Console.person(" k51qzi \n");
    assertThat(node.run(person, "trust", "level", "bob", "ultimate")).isZero();
    assertThat(person.err()).isEqualTo("  gives all\ntype the key: ");
    assertThat(node.calls)
        .last()
        .isEqualTo("node trust/level bob ultimate --key=k51qzi --yes=true");
    assertThat(node.run(Console.person("\n"), "trust", "level", "bob", "ultimate")).isEqualTo(4);
    Console pipe = Console.pipe("k51qzi\n");
    assertThat(node.run(pipe, "trust", "level", "bob", "ultimate")).isEqualTo(4);
    assertThat(pipe.err()).contains("--yes --key KEY");
    assertThat(node.calls).hasSize(4);
  }

  @Test
  void refusesToLoosenTrustWithoutAPersonOrYes() throws IOException {
    loosening().starts();
    Console pipe = Console.pipe("y\n");
    assertThat(node.run(pipe, "trust", "allow", "bob", "bootstrap")).isEqualTo(4);
    assertThat(pipe.err()).contains("--yes");
    assertThat(node.calls).hasSize(1);
    assertThat(node.run(pipe, "trust", "allow", "bob", "bootstrap", "--yes")).isZero();
  }

  @Test
  void asksAgainWhereWhatTheUserAgreedToIsAnotherThingByNow() throws IOException {
    List<String> held = new ArrayList<>(List.of("bafyold", "bafynew", "bafynew"));
    node.answers(
            request -> {
              String file = held.removeFirst();
              if (!request.flag("yes") || !request.option("file").equals(Optional.of(file))) {
                throw new OperationException(
                    Kind.NEEDS_YES, "Accept " + file + "?", List.of(), Map.of("file", file));
              }
              return Reply.document(Map.of());
            })
        .starts();

    Console person = Console.person("y\ny\n");
    assertThat(node.run(person, "trust", "accept", "acme")).isZero();

    assertThat(person.err()).contains("Accept bafyold? [y/N]").contains("Accept bafynew? [y/N]");
    assertThat(node.calls)
        .containsExactly(
            "node trust/accept acme",
            "node trust/accept acme --file=bafyold --yes=true",
            "node trust/accept acme --file=bafynew --yes=true");
    held.add("bafynext");
    Console pipe = Console.pipe("");
    assertThat(node.run(pipe, "trust", "accept", "acme", "--yes", "--file", "bafynew"))
        .isEqualTo(4);
    assertThat(pipe.err()).contains("say --yes --file bafynext");
  }

  private FakeNode loosening() {
    return node.answers(
        request -> {
          if (!request.flag("yes")) {
            throw new OperationException(
                Kind.NEEDS_YES, "Allow bob bootstrap?", List.of("gives bootstrap to 3 peers"));
          }
          return Reply.document(Map.of());
        });
  }

  @Test
  void sendsFilesAndFoldersAndStandardInput() throws IOException {
    Path folder = Files.createDirectory(repository.resolve("a ü%"));
    Files.writeString(folder.resolve("b"), "bee");
    Files.writeString(folder.resolve("a"), "x".repeat(100));
    Files.writeString(folder.resolve(".hidden"), "no");
    node.starts();
    Console console = Console.pipe("from a pipe");
    assertThat(node.run(console, "add", "-r", folder.toString(), "-")).isZero();
    assertThat(node.calls)
        .containsExactly(
            "node add --recursive=true [a ü%/] [a ü%/a="
                + "x".repeat(100)
                + "] [a ü%/b=bee] [=from a pipe]");
    assertThat(node.run(console, "add", folder.toString())).isEqualTo(2);
    assertThat(console.err()).hasLineCount(1).contains("-r");
  }

  @Test
  void aCommandThatHasNoUseForAFolderNamesNoOptionForIt() throws IOException {
    node.starts();
    for (List<String> words :
        List.of(List.of("file", "validate"), List.of("name", "inspect"), List.of("publish"))) {
      List<String> all = new ArrayList<>(words);
      all.add(repository.toString());
      Console console = Console.pipe("");

      assertThat(node.run(console, all.toArray(String[]::new))).isEqualTo(2);

      assertThat(console.err())
          .isEqualTo("trustnet: " + repository + " is a folder; name a file\n");
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsToldInWords() throws IOException {
    node.answers(request -> Reply.content(out -> out.write(1))).starts();
    Path file = repository.resolve("nowhere/key");
    Console console = Console.pipe("");

    assertThat(node.run(console, "key", "export", "acme", "-o", file.toString())).isEqualTo(1);

    assertThat(console.err())
        .isEqualTo("trustnet: cannot write " + file + ": there is no such file or folder\n");
  }

  @Test
  void takesTheFileAsTheLastParameter() throws IOException {
    Path file = repository.resolve("list.json");
    Files.writeString(file, "{}");
    node.starts();
    Console console = Console.pipe("");
    assertThat(node.run(console, "publish", file.toString(), "--key", "ls")).isZero();
    assertThat(node.run(console, "publish", "ls")).isZero();
    assertThat(node.run(console, "key", "import", "bob", file.toString())).isZero();
    assertThat(node.run(console, "publish", "--ttl=5m")).isZero();
    assertThat(node.calls)
        .containsExactly(
            "node publish --key=ls [list.json={}]",
            "node publish/ls",
            "node key/import bob [list.json={}]",
            "node publish --ttl=5m [=]");
    assertThat(node.run(Console.person(""), "publish")).isEqualTo(2);
  }

  @Test
  void exportsAKeyToAFileOfItsOwnerOnly() throws IOException {
    node.answers(request -> Reply.content(out -> out.write(new byte[] {1, 2, 3}))).starts();
    Path file = repository.resolve("out.key");
    Console console = Console.pipe("");
    assertThat(node.run(console, "key", "export", "bob", "-o", file.toString())).isZero();
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(console.out()).isEqualTo(file + "\n");
    assertThat(node.run(console, "key", "export", "bob", "-o", file.toString())).isEqualTo(1);
    assertThat(console.err()).contains(file + " is there already; name another file");
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
    Console json = Console.pipe("");
    String other = repository.resolve("other.key").toString();
    assertThat(node.run(json, "key", "export", "bob", "-o", other, "--enc", "json")).isZero();
    assertThat(json.out()).isEqualTo("{\"Path\":\"" + other + "\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swarm addrs listen",
        "trust matrix show",
        "trust matrix set bootstrap trusted",
        "trust log prune",
        "bootstrap",
        "bootstrap rm all",
        "bootstrap rm /p2p/12D3",
        "swarm peering add /ip4/1.2.3.4/tcp/1/p2p/12D3",
        "publish status self"
      })
  void nestedCommandsAreFound(String words) throws IOException {
    node.starts();
    Console console = Console.pipe("");
    assertThat(node.run(console, words.split(" "))).as(console.err()).isZero();
    assertThat(node.calls.getFirst().replace("/", " "))
        .isEqualTo("node " + words.replace("/", " "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name inspect --dump=false - | alone name/inspect --dump=false [=]",
        "name inspect --dump=true - | alone name/inspect --dump=true [=]",
        "add --pin=false - | node add --pin=false [=]",
        "add -rQ - | node add --quieter=true --recursive=true [=]",
        "swarm peers -dv | node swarm/peers --direction=true --verbose=true",
        "config set --json true 5 | node config/set true 5 --json=true",
        "config set --json=false a 5 | node config/set a 5 --json=false",
        "name publish /ipfs/x --key=bob -Q | node name/publish /ipfs/x --key=bob --quieter=true",
        "name resolve -r=false x | node name/resolve x --recursive=false",
        "swarm peers -v | node swarm/peers --verbose=true",
        "key list -l | node key/list --l=true",
        "bootstrap list | node bootstrap/list",
        "bootstrap rm --all | node bootstrap/rm --all=true",
        "cat -o 3 -l 4 /ipfs/x | node cat /ipfs/x --length=4 --offset=3",
        "ping -n 2 x | node ping x --count=2",
        "routing findprovs -n 1 x | node routing/findprovs x --num-providers=1",
        "id -f <id> | node id --format=<id>",
        "version -n | alone version --number=true",
      })
  void spellingsOfKuboAreUnderstood(String words, String call) throws IOException {
    node.starts();
    Console console = Console.pipe("");
    assertThat(node.run(console, words.split(" "))).as(console.err()).isZero();
    assertThat(node.calls).containsExactly(call);
  }

  @Test
  void aFullDiskUnderACommandWithoutANodeIsNoFaultOfOurOutput() {
    node.answers(
        request -> {
          throw new UncheckedIOException(
              new FileSystemException("key", null, "No space left on device"));
        });
    Console console = Console.pipe("");

    assertThat(node.run(console, "key", "gen", "bob")).isEqualTo(1);

    assertThat(console.err()).isEqualTo("trustnet: key gen failed: No space left on device\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "swarm",
        "swarm pers",
        "swarm peers extra",
        "swarm peers --nonsense",
        "swarm peers --streams=maybe",
        "ping",
        "ping a b",
        "ping a -n x",
        "ping a --count",
        "name resolve --dht-timeout 5parsecs",
        "--enc xml id",
        "--repo",
        "--api nonsense id",
        "--api /ip4/127.0.0.1/tcp/99999 id",
        "completion tcsh",
        "demo --nodes 0",
        "demo --nodes 65",
        "init --profile nonsense",
        "bootstrap rm a all",
        "block put - -",
        "-x"
      })
  void badArgumentsAreOneClearLine(String words) throws IOException {
    node.starts();
    Console console = Console.pipe("");
    assertThat(node.run(console, words.split(" "))).as(words).isEqualTo(2);
    assertThat(console.err()).as(words).hasLineCount(1).startsWith("trustnet: ");
    assertThat(console.err()).as(words).doesNotContain("Exception", "internal error");
    assertThat(console.out()).isEmpty();
    assertThat(node.calls).isEmpty();
  }

  @Test
  void namesTheNearestOption() {
    Console console = Console.pipe("");
    assertThat(node.run(console, "trust", "ls", "--stat", "active")).isEqualTo(2);
    assertThat(console.err()).contains("did you mean --state?");
  }

  @Test
  void aFileThatIsNotThereIsOneLine() throws IOException {
    node.starts();
    Console console = Console.pipe("");
    assertThat(node.run(console, "add", "/nowhere/at/all")).isEqualTo(1);
    assertThat(console.err())
        .isEqualTo("trustnet: cannot read /nowhere/at/all: there is no such file\n");
  }

  @Test
  void aTokenThatIsNotTheNodesIsRefused() throws IOException {
    node.starts();
    node.token("other");
    Console console = Console.pipe("");
    assertThat(node.run(console, "id")).isEqualTo(4);
    assertThat(console.err()).hasLineCount(1).contains("does not prove", "api-token");
    assertThat(node.run(console, "trust", "ls")).as("the node has the repository").isEqualTo(4);
    String api = Files.readString(repository.resolve("api")).strip();
    Console given = Console.pipe("");
    assertThat(node.run(given, "id", "--api", api)).isEqualTo(4);
    assertThat(given.err()).hasLineCount(1).contains("does not accept our token");
    assertThat(node.calls).isEmpty();
  }

  @Test
  void runOnARepositoryOfAnotherProfileIsRefused() {
    Console console = Console.pipe("");
    assertThat(node.run(console, "run", "--profile", "test")).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "trustnet: "
                + repository
                + " is of the profile server, not test: leave --profile away, or use --repo with"
                + " another\n");
    assertThat(node.runs).isEmpty();
    assertThat(node.run(console, "run", "--profile", "server")).isZero();
    assertThat(node.runs).hasSize(1);
  }

  @Test
  void initRunAndDemoGoToWhatIsWired(@TempDir Path other) {
    Console console = Console.pipe("");
    String fresh = other.resolve("fresh").toString();
    assertThat(node.run(console, "run", "--repo", fresh)).isEqualTo(1);
    assertThat(node.run(console, "daemon", "--repo", fresh, "--profile", "test", "-v")).isZero();
    assertThat(node.runs).containsExactly(new RunOptions(Path.of(fresh), true));
    assertThat(console.out()).isEqualTo("made a repository at " + fresh + "\n");
    String second = other.resolve("other").toString();
    assertThat(node.run(console, "init", "--repo", second, "--profile", "test")).isZero();
    assertThat(console.out()).contains("Repository: " + second + "\n", "ID: 12D3 of test");
    assertThat(node.run(console, "demo", "--json", "--keep")).isZero();
    assertThat(console.out()).contains("json=true, keep=true, nodes=8");
    System.clearProperty("trustnet.log");
  }

  @Test
  void whatIsNotWiredIsNotThere() {
    Console console = Console.pipe("");
    Surroundings bare =
        new Surroundings(
            console.terminal(),
            Map.of(),
            repository,
            "ann",
            new Wiring(
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty()));
    assertThat(new Cli(bare).commands().getSubcommands()).containsOnlyKeys("completion");
  }

  @Test
  void bareCallShowsHelp() {
    Console console = Console.pipe("");
    assertThat(node.run(console)).isZero();
    assertThat(console.out())
        .contains("Usage: trustnet", "swarm", "trust")
        .doesNotContain("\u001b");
  }

  @Test
  void jsonOfAnAnswerWithoutRowsIsAnEmptyList() throws IOException {
    node.answers(_ -> Reply.rows(out -> {})).starts();
    Console console = Console.pipe("");

    assertThat(node.run(console, "trust", "ls", "--enc", "json")).isZero();

    assertThat(console.out()).isEqualTo("[]\n");
  }

  @Test
  void jsonOfARecordIsAskedForDecoded() throws IOException {
    node.starts();

    node.run(Console.pipe(""), "name", "get", "k51", "--enc", "json");
    node.run(Console.pipe(""), "name", "get", "k51");

    assertThat(node.calls).containsExactly("node name/get k51 --decoded=true", "node name/get k51");
  }

  @Test
  void aKeyIsNotExportedToAFileOutsideThisFolderByItsName() throws IOException {
    node.answers(_ -> Reply.content(out -> out.write('x'))).starts();
    Console console = Console.pipe("");

    assertThat(node.run(console, "key", "export", "../x")).isEqualTo(2);

    assertThat(console.err()).contains("no file is named after the key \"../x\"", "--output");
  }

  @Test
  void aListOfOnesOwnIsJudgedByTheRepositoryAndOthersByTheProgramAlone() throws IOException {
    Path file = Files.writeString(repository.resolve("list.json"), "{}");

    node.run(Console.pipe(""), "file", "validate", file.toString());
    node.run(Console.pipe(""), "file", "validate", "--self", file.toString());

    assertThat(node.calls)
        .containsExactly(
            "alone file/validate [list.json={}]",
            "offline file/validate --self=true [list.json={}]",
            "closed");
  }

  @Test
  void whoWaitsForBlocksHearsWhatIsLookedForAndHowManyWereAsked() throws Exception {
    node.answers(
            _ ->
                Reply.document(
                    Map.of(
                        "Keys",
                        List.of(
                            Map.of("/", "bafother", "Asked", 1),
                            Map.of("/", "bafours", "Asked", 5)))))
        .starts();
    Request cat =
        new Request(
            ContentCommands.CAT,
            List.of("/ipfs/bafours"),
            Map.of(),
            List.<Request.Part>of().iterator(),
            "cli:ann");
    String api = Files.readString(repository.resolve("api")).strip();

    assertThat(new Searching(cat, () -> RpcClient.connect(RpcAddress.parse(api)), "secret").told())
        .isEqualTo("looking for providers of bafours, peers asked: 5");
    assertThat(new Searching(cat, Optional::empty, "secret").told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run --offline", "demo --offline", "run --timeout 5s", "init --timeout 5s"})
  void optionsThatWouldHaveNoEffectAreRefused(String words) {
    Console console = Console.pipe("");

    assertThat(node.run(console, words.split(" "))).isEqualTo(2);

    assertThat(console.err()).contains("leave --");
    assertThat(node.runs).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "key rename a", "bootstrap add", "trust level acme"})
  void whatIsMissingIsSaidBeforeANodeIsLookedFor(String words) {
    Console console = Console.pipe("");

    assertThat(node.run(console, words.split(" "))).isEqualTo(2);

    assertThat(console.err()).contains(" is missing; see: trustnet " + words.split(" ")[0]);
    assertThat(node.calls).isEmpty();
  }
}
