package org.trustnet.cli;

/** How the process ends where no operation says it. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** Could not be done. */
  static final int FAILED = 1;

  /** The words make no sense. */
  static final int USAGE = 2;

  /** The user broke it off, in the shells' way of counting. */
  static final int BROKEN_OFF = 130;

  private ExitCode() {}
}
