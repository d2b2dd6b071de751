package org.trustnet.testkit.rules;

/** A rule of the house that {@link SourceRules} checks; the name printed is {@link #label()}. */
public enum Rule {
  /** A file over the code line limit; tables and generated code are excused by name. */
  FILE_SIZE("file-size", Group.SIZE),
  /** A method over the code line limit; a switch over patterns counts by its longest branch. */
  METHOD_SIZE("method-size", Group.SIZE),
  /** A method or constructor with too many parameters. */
  PARAMETERS("parameters", Group.SIZE),
  /** A type named after nothing: Util, Utils, Helper, Impl, Manager. */
  TYPE_NAME("type-name", Group.NAMING),
  /** A bean getter or setter on a type of our own. */
  BEAN_ACCESSOR("bean-accessor", Group.NAMING),
  /** Two or more booleans told apart by position only. */
  BOOLEAN_PARAMETERS("boolean-parameters", Group.NAMING),
  /** A record component that is an array, so that equals compares identity. */
  ARRAY_IN_RECORD("array-in-record", Group.NAMING),
  /** A marker of unfinished work, or a test switched off. */
  UNFINISHED("unfinished", Group.NAMING),
  /** A thread put to sleep. */
  SLEEP("sleep", Group.EDGES),
  /** The wall clock read. */
  WALL_CLOCK("wall-clock", Group.EDGES),
  /** The monotonic clock read. */
  NANO_TIME("nano-time", Group.EDGES),
  /** Randomness without a seed that was handed in. */
  RANDOMNESS("randomness", Group.EDGES),
  /** A queue without a capacity (main sources only). */
  UNBOUNDED_QUEUE("unbounded-queue", Group.EDGES),
  /** A thread pool with an unbounded queue or unbounded threads (main sources only). */
  UNBOUNDED_POOL("unbounded-pool", Group.EDGES),
  /** The process's own standard output or error used. */
  CONSOLE("console", Group.EDGES),
  /** A package without a package-info.java that says {@code @NullMarked} (main sources only). */
  UNMARKED_PACKAGE("unmarked-package", Group.PACKAGES),
  /** A source that javac cannot parse. */
  SYNTAX("syntax", Group.PACKAGES),
  /** An exception to a rule that excuses nothing. */
  UNUSED_EXCEPTION("unused-exception", Group.EXCEPTIONS);

  /** What is reported together by one test. */
  public enum Group {
    SIZE,
    NAMING,
    EDGES,
    PACKAGES,
    EXCEPTIONS
  }

  private final String label;
  private final Group group;

  Rule(String label, Group group) {
    this.label = label;
    this.group = group;
  }

  /** The name printed in a violation. */
  public String label() {
    return label;
  }

  /** The group this rule is reported with. */
  public Group group() {
    return group;
  }
}
