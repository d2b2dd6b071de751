package org.trustnet.bootstrap.operation;

import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.config.ConfigType;
import org.trustnet.multiformats.Printable;

/**
 * One call of an operation, its arguments and options already checked against the spec.
 *
 * @param spec what is called
 * @param arguments positional, in order
 * @param options by name; of a repeated one the last counts
 * @param files what was sent along; each is read before the next is asked for
 * @param caller who asks, for the audit log: {@code cli:<user>} of who opened the repository
 *     himself, {@code api:<token name>} of who called the RPC, with what he says of himself
 * @param terms how long it may take and what it may use
 */
public record Request(
    OperationSpec spec,
    List<String> arguments,
    Map<String, String> options,
    Iterator<Part> files,
    String caller,
    Terms terms) {

  /** What may be used for the answer. */
  public enum Reach {
    /** Whatever the operation uses. */
    NETWORK,
    /** What is here: Kubo's {@code offline=true}. */
    LOCAL
  }

  /**
   * What a caller may ask of every operation, Kubo's {@code timeout} and {@code offline}.
   *
   * @param reach what may be used
   * @param timeLimit after which it is broken off
   */
  public record Terms(Reach reach, Optional<Duration> timeLimit) {
    /** No limit but the operation's own. */
    public static final Terms USUAL = new Terms(Reach.NETWORK, Optional.empty());

    /**
     * Reads Kubo's options.
     *
     * @throws OperationException if one of them makes no sense
     */
    public static Terms of(Optional<String> timeout, Optional<String> offline) {
      Optional<Duration> limit = timeout.map(text -> parseDuration("timeout", text));
      if (limit.isPresent() && !limit.get().isPositive()) {
        throw OperationException.usage("--timeout: above 0");
      }
      boolean local = offline.map(text -> bool("offline", text)).orElse(false);
      return new Terms(local ? Reach.LOCAL : Reach.NETWORK, limit);
    }
  }

  /** What a {@link Part} is. */
  public enum PartKind {
    FILE,
    /** Without content of its own. */
    FOLDER,
    /** A symbolic link, whose content is its target. */
    SYMLINK
  }

  /**
   * A file, folder or link that came with the request.
   *
   * @param path its path as the sender names it; empty for standard input
   * @param content its bytes
   */
  public record Part(String path, PartKind kind, InputStream content) {}

  /** A call on the usual terms. */
  public Request(
      OperationSpec spec,
      List<String> arguments,
      Map<String, String> options,
      Iterator<Part> files,
      String caller) {
    this(spec, arguments, options, files, caller, Terms.USUAL);
  }

  public Request {
    arguments = List.copyOf(arguments);
    options = Map.copyOf(options);
  }

  /** The argument at {@code index}, which the spec requires. */
  public String argument(int index) {
    return arguments.get(index);
  }

  public Optional<String> optionalArgument(int index) {
    return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
  }

  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** A flag's value; absent means false. */
  public boolean flag(String name) {
    return option(name).map(text -> bool(name, text)).orElse(false);
  }

  public long number(String name, long byDefault) {
    return option(name).map(text -> parseNumber(name, text)).orElse(byDefault);
  }

  public Optional<Duration> duration(String name) {
    return option(name).map(text -> parseDuration(name, text));
  }

  /** Whether only what is here may be used for the answer. */
  public boolean isLocal() {
    return terms.reach() == Reach.LOCAL;
  }

  private static Duration parseDuration(String name, String text) {
    try {
      return ConfigType.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw OperationException.usage("--" + name + ": " + e.getMessage());
    }
  }

  private static long parseNumber(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw OperationException.usage(
          "--" + name + ": not a whole number: " + Printable.quote(text));
    }
  }

  private static boolean bool(String name, String text) {
    return switch (text) {
      case "true", "" -> true;
      case "false" -> false;
      default ->
          throw OperationException.usage(
              "--" + name + ": true or false, not " + Printable.quote(text));
    };
  }
}
