package org.trustnet.bootstrap.config;

import java.util.List;

/**
 * The configuration cannot be used. Each problem names the key, the line and what would be right.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("; ", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /**
   * @param where the file that has the problems
   */
  public ConfigException(String where, List<String> problems) {
    super(where + ": " + String.join("; ", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  public ConfigException(String problem) {
    this(List.of(problem));
  }

  /** One line each. */
  public List<String> problems() {
    return problems;
  }
}
