package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Request;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Whatever words a user gives, one to a line, they are a command or one complaint; what an
 * operation is asked is the same when it is written out.
 */
final class WordsFuzzTest {
  private static final CommandLine COMMANDS =
      new Cli(
              new Surroundings(
                  Console.pipe("").terminal(),
                  Map.of(),
                  Path.of("home"),
                  "user",
                  Wiring.production(Map.of())))
          .commands();

  /** An operation with what it was given. */
  private record Asked(
      OperationSpec spec,
      Map<String, String> options,
      List<String> arguments,
      List<String> files,
      Request.Terms terms,
      boolean json) {

    List<String> words() {
      List<String> words = new ArrayList<>(spec.words());
      options.forEach((name, value) -> words.add(named(name) + "=" + value));
      words.add("--");
      words.addAll(arguments);
      words.addAll(files);
      return words;
    }

    private String named(String option) {
      String[] names = ShortOptions.names(spec.path(), option);
      return names[names.length - 1];
    }
  }

  private static Asked asked(Invocation invocation, OperationSpec spec) {
    return new Asked(
        spec,
        invocation.options(spec),
        invocation.arguments(spec),
        invocation.files(spec),
        invocation.terms(),
        invocation.json());
  }

  private static Invocation read(List<String> words) {
    Invocation invocation = new Invocation(COMMANDS.parseArgs(words.toArray(String[]::new)));
    invocation.checkParents();
    return invocation;
  }

  @FuzzTest
  void readsAnyWordsOrSaysWhatIsWrong(byte[] input) {
    List<String> words = List.of(new String(input, StandardCharsets.UTF_8).split("\n"));
    try {
      Invocation invocation = read(words);
      if (invocation.action() instanceof Action.Call(var spec)
          && !invocation.leaf().isUsageHelpRequested()) {
        Asked asked = asked(invocation, spec);
        Asked again = asked(read(asked.words()), spec);
        assertThat(again.options()).isEqualTo(asked.options());
        assertThat(again.arguments()).isEqualTo(asked.arguments());
        assertThat(again.files()).isEqualTo(asked.files());
      }
    } catch (ParameterException e) {
      assertThat(UsageFault.line(e)).isNotBlank();
    } catch (OperationException e) {
      assertThat(e.getMessage()).isNotBlank();
      assertThat(e.kind()).isEqualTo(OperationException.Kind.USAGE);
    }
  }
}
