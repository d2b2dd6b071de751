package org.trustnet.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import java.util.stream.Collectors;
import org.trustnet.bootstrap.commands.Commands;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Argument;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The tree of commands, made of the operations' declarations and what is wired. */
final class CommandTable {
  /** The name of the positional parameters that are files. */
  static final String FILE = "FILE";

  /** The name of the positional parameters that are files and folders. */
  static final String PATHS = "PATH";

  /** Second names of operations, which the help leaves out. */
  private static final Set<String> HIDDEN = Set.of("key/list", "bootstrap/list");

  private final CommandSpec root = group("trustnet");
  private final Wiring wiring;

  private CommandTable(Wiring wiring) {
    this.wiring = wiring;
  }

  /** All commands that work with {@code wiring}. */
  static CommandSpec build(Wiring wiring) {
    CommandTable table = new CommandTable(wiring);
    OwnCommands.addTo(table.root, wiring);
    Set<String> local =
        wiring.local().map(l -> l.operations().all()).stream()
            .flatMap(all -> all.stream())
            .map(operation -> operation.spec().path())
            .collect(Collectors.toSet());
    Commands.all().stream().filter(spec -> table.works(spec, local)).forEach(table::add);
    table.root.addOption(
        OptionSpec.builder("--version").versionHelp(true).description("the version").build());
    table.root.usageMessage().description("A node that finds the network through trust lists.");
    return table.root;
  }

  private boolean works(OperationSpec spec, Set<String> local) {
    boolean node = wiring.launcher().isPresent();
    return switch (spec.needs()) {
      case NETWORK, DAEMON -> node;
      case REPOSITORY -> node || wiring.offline().isPresent();
      case NOTHING -> node || local.contains(spec.path());
    };
  }

  private void add(OperationSpec spec) {
    CommandSpec at = root;
    for (String word : spec.words()) {
      CommandLine below = at.subcommands().get(word);
      if (below == null) {
        CommandSpec group = group(word);
        at.addSubcommand(word, group);
        at = group;
      } else {
        at = below.getCommandSpec();
      }
    }
    declare(at, spec);
    at.usageMessage().hidden(HIDDEN.contains(spec.path()));
  }

  /** A command that does nothing yet. */
  static CommandSpec group(String name) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(new Command(new Action.Group()));
    spec.name(name);
    spec.usageMessage().description(groupHelp(name));
    boolean top = name.equals("trustnet");
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .hidden(!top)
            .description("this help")
            .build());
    spec.addOption(
        text("--repo", "PATH", !top, "the repository; default $TRUSTNET_PATH, else ~/.trustnet"));
    spec.addOption(text("--api", "MULTIADDR", !top, "ask the node whose API listens there"));
    spec.addOption(text("--enc", "text|json", !top, "form of the answer"));
    spec.addOption(flag("--offline", !top, "do not use the network, only what is here"));
    spec.addOption(
        text("--timeout", "DURATION", !top, "give up after this long, for example 10s or 1m30s"));
    if (!top) {
      spec.usageMessage().footer("Options for all commands: see trustnet --help");
    }
    return spec;
  }

  private static String groupHelp(String name) {
    return switch (name) {
      case "trust" -> "entries of the trust database";
      case "file" -> "authoring trust files";
      case "name" -> "IPNS";
      case "key" -> "keys";
      case "swarm" -> "connections";
      case "peering" -> "peers whose connection is held";
      case "routing" -> "the DHT";
      case "block" -> "blocks";
      case "config" -> "the configuration";
      default -> "";
    };
  }

  private static void declare(CommandSpec command, OperationSpec spec) {
    ((Command) command.userObject()).does(new Action.Call(spec));
    command.usageMessage().description(spec.summary());
    spec.options().forEach(option -> command.addOption(option(spec.path(), option)));
    if (spec.path().equals("key/export")) {
      command.addOption(
          OptionSpec.builder("-o", "--output")
              .type(String.class)
              .arity("1")
              .paramLabel(FILE)
              .description("where to write it, NAME.key by default, - for standard output")
              .build());
    }
    if (spec.optionNamed("verbose").isEmpty()) {
      verbose(command);
    }
    List<Argument> arguments = spec.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      command.addPositional(positional(i, arguments.get(i)));
    }
    if (spec.body() != Body.NONE) {
      command.addPositional(body(arguments.size(), spec.body()));
    }
  }

  private static OptionSpec option(String path, OperationSpec.Option option) {
    String[] names = ShortOptions.names(path, option.name());
    if (option.type() == OptionType.FLAG) {
      // alone, or as in Kubo with =true or =false
      return OptionSpec.builder(names)
          .type(Boolean.class)
          .arity("0..1")
          .fallbackValue("true")
          .preprocessor(CommandTable::alone)
          .paramLabel("true|false")
          .hideParamSyntax(true)
          .description(option.doc())
          .build();
    }
    String label =
        switch (option.type()) {
          case NUMBER -> "N";
          case DURATION -> "DURATION";
          default -> "TEXT";
        };
    return OptionSpec.builder(names)
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .description(option.doc())
        .build();
  }

  /** Gives a flag that stands alone its value, so that it takes no file called true. */
  private static boolean alone(
      Stack<String> words, CommandSpec command, ArgSpec flag, Map<String, Object> info) {
    if (" ".equals(info.get("separator"))) {
      words.push("true");
    }
    return false; // the parser goes on
  }

  /** Adds {@code -v} where it has no other meaning. */
  static void verbose(CommandSpec command) {
    if (command.findOption("-v") == null) {
      command.addOption(
          flag("-v", !command.name().equals("trustnet"), "log more, to standard error"));
    }
  }

  static OptionSpec flag(String name, boolean hidden, String doc) {
    return flagBuilder(name).hidden(hidden).description(doc).build();
  }

  private static OptionSpec.Builder flagBuilder(String... names) {
    return OptionSpec.builder(names).type(Boolean.class).arity("0");
  }

  static OptionSpec text(String name, String label, boolean hidden, String doc) {
    return OptionSpec.builder(name)
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .hidden(hidden)
        .description(doc)
        .build();
  }

  static PositionalParamSpec positional(int index, Argument argument) {
    boolean many = argument.count().repeats();
    return PositionalParamSpec.builder()
        .index(many ? index + "..*" : String.valueOf(index))
        .arity(
            switch (argument.count()) {
              case ONE -> "1";
              case OPTIONAL -> "0..1";
              case MANY -> "1..*";
              case ANY -> "0..*";
            })
        .type(many ? List.class : String.class)
        .auxiliaryTypes(String.class)
        .paramLabel(argument.name())
        .description(argument.doc())
        .build();
  }

  private static PositionalParamSpec body(int index, Body body) {
    boolean many = body == Body.FILES;
    return PositionalParamSpec.builder()
        .index(many ? index + "..*" : String.valueOf(index))
        .arity(many ? "0..*" : "0..1")
        .type(many ? List.class : String.class)
        .auxiliaryTypes(String.class)
        .paramLabel(many ? PATHS : FILE)
        .description(
            (many ? "files and folders" : "the file") + "; - or nothing for standard input")
        .build();
  }

  /** What a command does; set after it is made, because a group may turn out to be one. */
  static final class Command {
    private Action action;

    Command(Action action) {
      this.action = action;
    }

    void does(Action what) {
      action = what;
    }

    Action action() {
      return action;
    }
  }
}
