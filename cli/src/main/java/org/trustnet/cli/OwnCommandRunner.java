package org.trustnet.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.cli.json.Json;
import org.trustnet.multiformats.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Does the command line's own commands. */
final class OwnCommandRunner {
  private final Surroundings surroundings;
  private final Invocation invocation;
  private final CommandLine commands;
  private final Path repository;

  OwnCommandRunner(Surroundings surroundings, Invocation invocation, CommandLine commands) {
    this.surroundings = surroundings;
    this.invocation = invocation;
    this.commands = commands;
    this.repository =
        invocation.global("--repo").map(Path::of).orElseGet(surroundings::defaultRepository);
  }

  /** Does {@code command} and returns the exit code. */
  int run(Action.OwnCommand command) throws InterruptedException {
    invocation.applyLogLevel();
    refuseWhatHasNoEffect(command);
    return switch (command) {
      case INIT -> {
        init(surroundings.wiring().initializer().orElseThrow());
        yield ExitCode.DONE;
      }
      case RUN -> runNode();
      case DEMO -> demo();
      case COMPLETION -> {
        completion();
        yield ExitCode.DONE;
      }
    };
  }

  /** An option that would be passed over in silence is worse than none. */
  private void refuseWhatHasNoEffect(Action.OwnCommand command) {
    String name = invocation.leaf().commandSpec().name();
    if (invocation.global("--timeout").isPresent()) {
      throw OperationException.usage(name + " has no time limit; leave --timeout away");
    }
    boolean network = command == Action.OwnCommand.RUN || command == Action.OwnCommand.DEMO;
    if (network && invocation.flag("--offline")) {
      throw OperationException.usage(
          name + " is nothing without the network; leave --offline away");
    }
  }

  private void init(Initializer initializer) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("Repository", repository.toString());
    told.putAll(initializer.init(repository, profile(initializer)));
    if (invocation.json()) {
      surroundings.terminal().line(Json.compact(told));
    } else {
      told.forEach(
          (name, value) ->
              surroundings.terminal().line(name + ": " + Printable.escape(String.valueOf(value))));
    }
  }

  private String profile(Initializer initializer) {
    String profile = invocation.global("--profile").orElse(initializer.profiles().getFirst());
    if (!initializer.profiles().contains(profile)) {
      throw OperationException.usage(
          "--profile: one of "
              + String.join(", ", initializer.profiles())
              + ", not "
              + Printable.quote(profile));
    }
    return profile;
  }

  /** A node of tests must not turn out to be one in the public network, nor the other way round. */
  private void checkProfile(Initializer initializer) {
    String asked = profile(initializer);
    String made = initializer.profileOf(repository);
    if (!asked.equals(made)) {
      throw OperationException.usage(
          repository
              + " is of the profile "
              + made
              + ", not "
              + asked
              + ": leave --profile away, or use --repo with another");
    }
  }

  private int runNode() throws InterruptedException {
    Optional<Initializer> initializer = surroundings.wiring().initializer();
    boolean asked = initializer.isPresent() && invocation.global("--profile").isPresent();
    if (asked) {
      profile(initializer.get());
    }
    if (!Repository.exists(repository)) {
      if (!asked) {
        Repository.require(repository);
      }
      initializer.get().init(repository, profile(initializer.get()));
      surroundings.terminal().line("made a repository at " + repository);
    } else if (asked) {
      checkProfile(initializer.get());
    }
    return surroundings
        .wiring()
        .launcher()
        .orElseThrow()
        .run(new RunOptions(repository, invocation.flag("-v")), surroundings.terminal());
  }

  private int demo() throws InterruptedException {
    String text = invocation.global("--nodes").orElse(String.valueOf(Demo.DEFAULT_NODES));
    int nodes = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (nodes < Demo.MIN_NODES || nodes > Demo.MAX_NODES) {
      throw OperationException.usage(
          "--nodes: %d to %d, not %s"
              .formatted(Demo.MIN_NODES, Demo.MAX_NODES, Printable.quote(text)));
    }
    boolean json = invocation.flag("--json") || invocation.json();
    Demo.Options options = new Demo.Options(json, invocation.flag("--keep"), nodes);
    return surroundings.wiring().demo().orElseThrow().run(options, surroundings.terminal());
  }

  private void completion() {
    PositionalParamSpec shell = invocation.leaf().commandSpec().positionalParameters().getFirst();
    Completion completion = new Completion(commands.getCommandSpec());
    String script =
        switch (String.valueOf(shell.<Object>getValue())) {
          case "bash" -> completion.bash();
          case "zsh" -> completion.zsh();
          case "fish" -> completion.fish();
          default -> throw OperationException.usage("completion is for bash, zsh or fish");
        };
    surroundings.terminal().line(script.stripTrailing());
  }
}
