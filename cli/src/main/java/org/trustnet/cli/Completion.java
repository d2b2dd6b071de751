package org.trustnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trustnet.bootstrap.operation.OperationSpec;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Scripts with which shells complete commands and options; files are left to the shell. */
final class Completion {
  /** Commands by their words, with a space between: {@code swarm peers}; the root has none. */
  private final Map<String, CommandSpec> commands = new TreeMap<>();

  Completion(CommandSpec root) {
    collect("", root);
  }

  private void collect(String words, CommandSpec command) {
    commands.put(words, command);
    for (Map.Entry<String, CommandLine> below : command.subcommands().entrySet()) {
      CommandSpec spec = below.getValue().getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        collect((words + " " + below.getKey()).strip(), spec);
      }
    }
  }

  private static List<String> below(CommandSpec command) {
    return command.subcommands().entrySet().stream()
        .filter(e -> !e.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> words(CommandSpec command) {
    List<String> all = new ArrayList<>(below(command));
    for (OptionSpec option : command.options()) {
      all.addAll(List.of(option.names()));
    }
    return all;
  }

  /** For {@code source <(trustnet completion bash)}. */
  String bash() {
    return """
    # bash completion of trustnet; use it with: source <(trustnet completion bash)
    _trustnet() {
      local at="" words="" i
      for ((i = 1; i < COMP_CWORD; i++)); do
        case "${at:+$at }${COMP_WORDS[i]}" in
    %s      at="${at:+$at }${COMP_WORDS[i]}" ;;
        esac
      done
      case "$at" in
    %s  esac
      COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
    }
    complete -o default -F _trustnet trustnet ./trustnet
    """
        .formatted(known(), cases("words"));
  }

  /** For a file {@code _trustnet} in zsh's function path, or to source. */
  String zsh() {
    return """
    #compdef trustnet
    # zsh completion of trustnet; use it with: source <(trustnet completion zsh)
    _trustnet() {
      local at="" choices="" i
      for ((i = 2; i < CURRENT; i++)); do
        case "${at:+$at }${words[i]}" in
    %s      at="${at:+$at }${words[i]}" ;;
        esac
      done
      case "$at" in
    %s  esac
      compadd -- ${=choices}
      _files
    }
    compdef _trustnet trustnet
    """
        .formatted(known(), cases("choices"));
  }

  private String known() {
    List<String> patterns =
        commands.keySet().stream()
            .filter(words -> !words.isEmpty())
            .map(words -> "\"" + words + "\"")
            .toList();
    return "      " + String.join(" | \\\n      ", patterns) + ")\n";
  }

  private String cases(String variable) {
    StringBuilder text = new StringBuilder();
    commands.forEach(
        (at, command) ->
            text.append(
                "    \"%s\") %s=\"%s\" ;;\n".formatted(at, variable, choices(at, command))));
    return text.toString();
  }

  private static String choices(String at, CommandSpec command) {
    return at.equals("completion") ? "bash zsh fish" : String.join(" ", words(command));
  }

  /** For {@code trustnet completion fish | source}. */
  String fish() {
    StringBuilder text = new StringBuilder(fishHead());
    commands.forEach(
        (at, command) -> {
          String condition = "complete -c trustnet -n '__trustnet_at \"" + at + "\"'";
          command
              .subcommands()
              .forEach(
                  (word, below) -> {
                    String summary = summary(below.getCommandSpec());
                    text.append("%s -a %s -d %s\n".formatted(condition, word, quoted(summary)));
                  });
          if (!takesFiles(command)) {
            text.append(condition).append(" -f\n");
          }
          for (OptionSpec option : command.options()) {
            text.append(condition).append(fishOption(option)).append('\n');
          }
        });
    text.append("complete -c trustnet -n '__trustnet_at completion' -a 'bash zsh fish'\n");
    return text.toString();
  }

  private String fishHead() {
    return """
    # fish completion of trustnet; use it with: trustnet completion fish | source
    function __trustnet_at
      set -l at ''
      for word in (commandline -opc)[2..-1]
        set -l next (string trim "$at $word")
        if contains -- $next %s
          set at $next
        end
      end
      test "$at" = "$argv[1]"
    end
    """
        .formatted(fishKnown());
  }

  private String fishKnown() {
    return String.join(
        " ", commands.keySet().stream().filter(w -> !w.isEmpty()).map(Completion::quoted).toList());
  }

  private static String fishOption(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().min() > 0) {
      text.append(isFile(option.paramLabel()) ? " -r -F" : " -x");
    }
    return text + " -d " + quoted(String.join(" ", option.description()));
  }

  private static boolean takesFiles(CommandSpec command) {
    return ((CommandTable.Command) command.userObject()).action() instanceof Action.Call(var spec)
        && spec.body() != OperationSpec.Body.NONE;
  }

  private static boolean isFile(String label) {
    return label.equals(CommandTable.FILE) || label.equals(CommandTable.PATHS);
  }

  private static String summary(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
