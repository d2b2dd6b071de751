package org.trustnet.cli;

import java.util.ArrayList;
import java.util.List;
import org.trustnet.bootstrap.config.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the words of a command. */
final class UsageFault {
  private UsageFault() {}

  static String line(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String what =
        switch (e) {
          case UnmatchedArgumentException unmatched ->
              unmatched(command, unmatched.getUnmatched().getFirst());
          case MissingParameterException missing -> missing(missing);
          default -> String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        };
    return what + "; see: " + command.qualifiedName() + " --help";
  }

  private static String missing(MissingParameterException e) {
    List<String> labels = e.getMissing().stream().map(arg -> arg.paramLabel()).distinct().toList();
    return labels.isEmpty()
        ? String.valueOf(e.getMessage())
        : String.join(" and ", labels) + (labels.size() == 1 ? " is" : " are") + " missing";
  }

  private static String unmatched(CommandSpec command, String word) {
    if (word.startsWith("-") && word.length() > 1) {
      String name = word.split("=", 2)[0];
      List<String> names = new ArrayList<>();
      command.options().forEach(option -> names.addAll(List.of(option.names())));
      return "there is no option " + name + meant(name, names);
    }
    if (command.subcommands().isEmpty() || !command.positionalParameters().isEmpty()) {
      return "one parameter too many: " + word;
    }
    return unknownCommand(command, word);
  }

  static String unknownCommand(CommandSpec command, String word) {
    List<String> names = List.copyOf(command.subcommands().keySet());
    return "there is no command " + command.qualifiedName() + " " + word + meant(word, names);
  }

  private static String meant(String word, List<String> names) {
    List<String> words =
        names.stream().filter(name -> name.startsWith("--") || !name.startsWith("-")).toList();
    return Spelling.meant(word, words).map(name -> ", did you mean " + name + "?").orElse("");
  }

  /** A group without one of its commands. */
  static String group(CommandLine group) {
    CommandSpec spec = group.getCommandSpec();
    List<String> names =
        spec.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(command -> !command.usageMessage().hidden())
            .map(CommandSpec::name)
            .distinct()
            .toList();
    return spec.qualifiedName() + " needs one of its commands: " + String.join(", ", names);
  }
}
