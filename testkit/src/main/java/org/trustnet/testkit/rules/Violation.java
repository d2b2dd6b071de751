package org.trustnet.testkit.rules;

/**
 * One breach of a house rule; {@link #toString()} is the line printed.
 *
 * @param file the path relative to the module, with forward slashes
 * @param line the line, counted from 1
 * @param className the file's package and base name, by which exceptions are given
 * @param rule the rule
 * @param what what was found and what is allowed
 */
public record Violation(String file, long line, String className, Rule rule, String what) {
  @Override
  public String toString() {
    return file + ":" + line + " " + rule.label() + ": " + what;
  }
}
