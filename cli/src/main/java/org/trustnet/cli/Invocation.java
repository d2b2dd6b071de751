package org.trustnet.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.config.ConfigType;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.cli.client.LocalFiles;
import org.trustnet.multiformats.Printable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What the user asked for: the command's words taken apart and checked. */
final class Invocation {
  private final List<ParseResult> chain = new ArrayList<>();
  private final ParseResult leaf;

  Invocation(ParseResult root) {
    ParseResult at = root;
    chain.add(at);
    while (at.hasSubcommand()) {
      at = at.subcommand();
      chain.add(at);
    }
    this.leaf = at;
  }

  ParseResult leaf() {
    return leaf;
  }

  Action action() {
    return ((CommandTable.Command) leaf.commandSpec().userObject()).action();
  }

  /**
   * @throws OperationException if a command that is only a group, or has commands below it, was
   *     given parameters before one of them
   */
  void checkParents() {
    for (ParseResult parent : chain.subList(0, chain.size() - 1)) {
      if (!parent.matchedPositionals().isEmpty()) {
        throw OperationException.usage(
            leaf.commandSpec().name() + " is a command; put it before what it is given");
      }
    }
  }

  /** A global option, wherever it stands; the last counts. */
  Optional<String> global(String name) {
    return chain.reversed().stream()
        .filter(result -> result.hasMatchedOption(name))
        .map(result -> String.valueOf(result.matchedOption(name).<Object>getValue()))
        .findFirst();
  }

  boolean flag(String name) {
    return global(name).filter("true"::equals).isPresent();
  }

  /** What the user asks of every command. */
  Request.Terms terms() {
    return Request.Terms.of(global("--timeout"), global("--offline"));
  }

  /** Whether the answer is wanted as JSON. */
  boolean json() {
    String form = global("--enc").orElse("text");
    if (!form.equals("text") && !form.equals("json")) {
      throw OperationException.usage("--enc: text or json, not " + Printable.quote(form));
    }
    return form.equals("json");
  }

  /** The options that the operation declares, checked. */
  Map<String, String> options(OperationSpec spec) {
    Map<String, String> options = new LinkedHashMap<>();
    for (OperationSpec.Option option : spec.options()) {
      OptionSpec matched = matched(spec.path(), option.name());
      if (matched != null) {
        String value = String.valueOf(matched.<Object>getValue());
        check(option, value);
        options.put(option.name(), value);
      }
    }
    return options;
  }

  private @org.jspecify.annotations.Nullable OptionSpec matched(String path, String option) {
    String[] names = ShortOptions.names(path, option);
    return leaf.matchedOption(names[names.length - 1]);
  }

  private static void check(OperationSpec.Option option, String value) {
    try {
      if (option.type() == OptionType.NUMBER) {
        Long.parseLong(value);
      } else if (option.type() == OptionType.DURATION) {
        ConfigType.parseDuration(value);
      }
    } catch (NumberFormatException e) {
      throw OperationException.usage(
          "--" + option.name() + ": not a whole number: " + Printable.quote(value));
    } catch (IllegalArgumentException e) {
      throw OperationException.usage("--" + option.name() + ": " + e.getMessage());
    }
  }

  /** The parameters that are the operation's arguments. */
  List<String> arguments(OperationSpec spec) {
    List<String> all = new ArrayList<>();
    List<PositionalParamSpec> positionals = leaf.commandSpec().positionalParameters();
    for (int i = 0; i < spec.arguments().size(); i++) {
      List<String> given = values(positionals.get(i));
      if (given.isEmpty() && spec.arguments().get(i).count().required()) {
        throw OperationException.usage(
            spec.arguments().get(i).name()
                + " is missing; see: trustnet "
                + String.join(" ", spec.words())
                + " --help");
      }
      all.addAll(given);
    }
    return all;
  }

  /** The parameters that are files; none if none stood, which means standard input. */
  List<String> files(OperationSpec spec) {
    if (spec.body() == Body.NONE) {
      return List.of();
    }
    List<String> files = values(leaf.commandSpec().positionalParameters().getLast());
    if (files.stream().filter(LocalFiles.STDIN::equals).count() > 1) {
      throw OperationException.usage("standard input can be read once only");
    }
    return files;
  }

  private static List<String> values(PositionalParamSpec positional) {
    Object value = positional.getValue();
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> List.of(value.toString());
    };
  }

  /** Makes the log as talkative as was asked for. To be called before the first logger is made. */
  void applyLogLevel() {
    if (flag("-v")) {
      System.setProperty("trustnet.log", "DEBUG");
    }
  }
}
