package org.trustnet.bootstrap.operation;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The declaration of one operation.
 *
 * @param path words with slashes between them as in the RPC's URL: {@code swarm/peers}
 * @param summary one line of help
 * @param arguments positional arguments in order
 * @param options named options
 * @param body what is sent along
 * @param needs what must be there for it to run
 * @param tolerated options of Kubo's, written {@code name=value}, that clients of Kubo send and
 *     that change nothing here when they have this value; {@code name=*} for any value
 * @param effect what it leaves behind
 */
public record OperationSpec(
    String path,
    String summary,
    List<Argument> arguments,
    List<Option> options,
    Body body,
    Needs needs,
    Set<String> tolerated,
    Effect effect) {

  /** What an operation leaves behind. */
  public enum Effect {
    /** Nothing: one that was broken off has no answer. */
    READS,
    /** A change, which is made also if the answer comes too late. */
    CHANGES
  }

  /** What a request carries beside arguments and options. */
  public enum Body {
    NONE,
    /** One file. */
    FILE,
    /** Files and folders, as {@code add} takes them. */
    FILES
  }

  /** What an operation runs on. */
  public enum Needs {
    /** A running node that may use the network: it is refused when called with {@code offline}. */
    NETWORK,
    /** A running node; without one the command line ends with exit code 5. */
    DAEMON,
    /** The repository, through the node if one runs, else opened by the command itself. */
    REPOSITORY,
    /** Nothing but its arguments. */
    NOTHING
  }

  /** How often an argument is given. */
  public enum Count {
    ONE,
    OPTIONAL,
    MANY,
    /** As often as one likes, also not at all. */
    ANY;

    /** Whether it has to stand. */
    public boolean required() {
      return this == ONE || this == MANY;
    }

    /** Whether it may stand more than once. */
    public boolean repeats() {
      return this == MANY || this == ANY;
    }
  }

  /**
   * A positional argument.
   *
   * @param name in capitals, for the help
   * @param count how often it may stand
   * @param doc one line
   */
  public record Argument(String name, Count count, String doc) {}

  /** What an option's value is. */
  public enum OptionType {
    FLAG,
    TEXT,
    NUMBER,
    DURATION
  }

  /**
   * A named option.
   *
   * @param name without dashes
   * @param type what its value is
   * @param doc one line, naming the default
   */
  public record Option(String name, OptionType type, String doc) {}

  public OperationSpec {
    arguments = List.copyOf(arguments);
    options = List.copyOf(options);
    tolerated = Set.copyOf(tolerated);
  }

  /** An operation that takes nothing yet. */
  public static OperationSpec of(String path, Needs needs, String summary) {
    return new OperationSpec(
        path, summary, List.of(), List.of(), Body.NONE, needs, Set.of(), Effect.READS);
  }

  public OperationSpec argument(String name, Count count, String doc) {
    return new OperationSpec(
        path,
        summary,
        appended(arguments, new Argument(name, count, doc)),
        options,
        body,
        needs,
        tolerated,
        effect);
  }

  public OperationSpec option(String name, OptionType type, String doc) {
    return new OperationSpec(
        path,
        summary,
        arguments,
        appended(options, new Option(name, type, doc)),
        body,
        needs,
        tolerated,
        effect);
  }

  public OperationSpec body(Body kind) {
    return new OperationSpec(path, summary, arguments, options, kind, needs, tolerated, effect);
  }

  /** Options of Kubo's that change nothing here, each {@code name=value} or {@code name=*}. */
  public OperationSpec tolerating(String... more) {
    return new OperationSpec(path, summary, arguments, options, body, needs, Set.of(more), effect);
  }

  /** The same, of an operation that changes something. */
  public OperationSpec changing() {
    return new OperationSpec(
        path, summary, arguments, options, body, needs, tolerated, Effect.CHANGES);
  }

  /** Whether an option that is not declared may stand, because it changes nothing. */
  public boolean tolerates(String name, String value) {
    return tolerated.contains(name + "=" + value) || tolerated.contains(name + "=*");
  }

  public Optional<Option> optionNamed(String name) {
    return options.stream().filter(o -> o.name().equals(name)).findFirst();
  }

  /** The words of the command: {@code [swarm, peers]}. */
  public List<String> words() {
    return List.of(path.split("/"));
  }

  private static <T> List<T> appended(List<T> list, T more) {
    List<T> all = new java.util.ArrayList<>(list);
    all.add(more);
    return all;
  }
}
