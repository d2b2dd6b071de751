package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's walk: its commands as they stand there, one after the other, our node in one
 * terminal and a Kubo in the other. Each must succeed; what it must say stands here.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class WalkInteropTest {
  private static final String SECTION = "## Two terminals: trustnet and Kubo";
  private static final Pattern FENCE = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);

  /** Where the README puts everything. */
  private static final String PLACE = "/tmp/walk";

  @TempDir Path folder;
  private final Map<String, Judgement> judgements = new LinkedHashMap<>();

  /** What is demanded of a command, beside that it succeeds. */
  private interface Judgement {
    void judge(Terminal terminal, Terminal.Said said) throws Exception;
  }

  /** The commands of each block of the section, in the README's order. */
  private List<List<String>> blocks() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    int begin = readme.indexOf(SECTION);
    assertThat(begin).as(SECTION).isPositive();
    int end = readme.indexOf("\n## ", begin);
    List<List<String>> blocks = new ArrayList<>();
    Matcher fence = FENCE.matcher(readme.substring(begin, end));
    while (fence.find()) {
      String commands = fence.group(1).replace(PLACE, folder.resolve("walk").toString());
      blocks.add(commands.lines().filter(line -> !line.isBlank()).toList());
    }
    return blocks;
  }

  /** Demands something of the one command that begins so. */
  private void of(String command, Judgement judgement) {
    judgements.put(command, judgement);
  }

  private void says(String command, String text) {
    of(command, (terminal, said) -> assertThat(said.out()).contains(terminal.expand(text)));
  }

  private void saysExactly(String command, String text) {
    of(
        command,
        (terminal, said) -> assertThat(said.out().strip()).isEqualTo(terminal.expand(text)));
  }

  private void judgements() {
    String theirs = "$(cat " + folder.resolve("walk/cid") + ")";
    of(
        "ipfs daemon &",
        (_, said) -> Eventually.value(said::out, out -> out.contains("Daemon is ready")));
    says("ipfs swarm connect $ADDR", "success");
    says("./trustnet swarm peers -v", "$KUBO");
    of(
        "ipfs stats dht wan",
        (terminal, _) ->
            Eventually.value(
                () -> terminal.expand("$(ipfs stats dht wan | grep $ID)"), row -> !row.isEmpty()));
    says("ipfs routing findpeer $ID", "/tcp/");
    says("./trustnet routing findpeer $KUBO", "/tcp/");
    says("./trustnet routing findprovs " + theirs, "$KUBO");
    saysExactly("./trustnet cat " + theirs, "from kubo");
    of(
        "CID=$(./trustnet add --quieter",
        (terminal, _) ->
            assertThat(terminal.expand("$CID"))
                .isEqualTo(
                    terminal.expand(
                        "$(ipfs add -Q --only-hash " + folder.resolve("walk/file") + ")")));
    says("ipfs routing findprovs $CID", "$ID");
    saysExactly("ipfs cat $CID", "from trustnet");
    saysExactly("./trustnet name resolve $KUBO", "/ipfs/" + theirs);
    saysExactly("ipfs name resolve --nocache /ipns/$ID", "/ipfs/$CID");
  }

  @Test
  void everyCommandOfTheReadmeDoesWhatItSays() throws Exception {
    Path kubo = Peers.require("kubo");
    Path program = Distribution.make(Files.createDirectory(folder.resolve("trustnet")));
    judgements();
    List<List<String>> blocks = blocks();
    assertThat(blocks).as("the blocks: the node, the Kubo, the walk").hasSize(3);
    try (Terminal first = new Terminal(program, kubo, folder);
        Terminal second = new Terminal(program, kubo, folder)) {
      List<String> node = blocks.getFirst();
      for (String command : node.subList(0, node.size() - 1)) {
        first.run(command).require();
      }
      Terminal.Said run = first.begin(node.getLast());
      Eventually.value(run::out, out -> out.contains("trustnet is ready"));

      Set<String> judged = new HashSet<>();
      for (String command : blocks.subList(1, 3).stream().flatMap(List::stream).toList()) {
        Terminal.Said said = second.run(command).require();
        for (Map.Entry<String, Judgement> one : judgements.entrySet()) {
          if (command.startsWith(one.getKey())) {
            one.getValue().judge(second, said);
            judged.add(one.getKey());
          }
        }
      }

      assertThat(judged).as("commands that the README has").isEqualTo(judgements.keySet());
      assertThat(first.awaitEnd()).as("exit code of the node").isZero();
    }
  }
}
