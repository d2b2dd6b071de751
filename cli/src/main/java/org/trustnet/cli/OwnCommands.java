package org.trustnet.cli;

import org.trustnet.bootstrap.operation.OperationSpec.Argument;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.cli.Action.OwnCommand;
import picocli.CommandLine.Model.CommandSpec;

/** Declares the command line's own commands. */
final class OwnCommands {
  private OwnCommands() {}

  static void addTo(CommandSpec root, Wiring wiring) {
    CommandTable.verbose(root);
    wiring.initializer().ifPresent(initializer -> root.addSubcommand("init", init(initializer)));
    if (wiring.launcher().isPresent()) {
      CommandSpec run = run(wiring);
      run.aliases("daemon");
      root.addSubcommand("run", run);
    }
    if (wiring.demo().isPresent()) {
      root.addSubcommand("demo", demo());
    }
    CommandSpec completion = own("completion", OwnCommand.COMPLETION, "a script for your shell");
    completion.addPositional(
        CommandTable.positional(0, new Argument("SHELL", Count.ONE, "bash, zsh or fish")));
    root.addSubcommand("completion", completion);
  }

  private static CommandSpec own(String name, OwnCommand command, String summary) {
    CommandSpec spec = CommandTable.group(name);
    ((CommandTable.Command) spec.userObject()).does(new Action.Own(command));
    spec.usageMessage().description(summary);
    CommandTable.verbose(spec);
    return spec;
  }

  private static CommandSpec init(Initializer initializer) {
    CommandSpec spec = own("init", OwnCommand.INIT, "make a repository: identity, configuration");
    String all = String.join("|", initializer.profiles());
    spec.addOption(
        CommandTable.text(
            "--profile",
            all,
            false,
            "kind of node, " + initializer.profiles().getFirst() + " by default"));
    return spec;
  }

  private static CommandSpec run(Wiring wiring) {
    CommandSpec spec = own("run", OwnCommand.RUN, "run the node until it is stopped");
    wiring
        .initializer()
        .ifPresent(
            initializer ->
                spec.addOption(
                    CommandTable.text(
                        "--profile",
                        String.join("|", initializer.profiles()),
                        false,
                        "if there is no repository, make one of this kind first")));
    return spec;
  }

  private static CommandSpec demo() {
    CommandSpec spec =
        own("demo", OwnCommand.DEMO, "a whole trust network on this machine, step by step");
    spec.addOption(CommandTable.flag("--json", false, "one JSON document instead of a narration"));
    spec.addOption(CommandTable.flag("--keep", false, "leave it running"));
    spec.addOption(
        CommandTable.text(
            "--nodes",
            "N",
            false,
            "how many, %d by default, %d to %d"
                .formatted(Demo.DEFAULT_NODES, Demo.MIN_NODES, Demo.MAX_NODES)));
    return spec;
  }
}
