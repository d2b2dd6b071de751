package org.trustnet.cli;

import org.trustnet.cli.terminal.Terminal;

/** Runs a node. */
@FunctionalInterface
public interface NodeLauncher {
  /**
   * Runs the node of an existing repository until it is stopped; handles signals itself.
   *
   * @return the exit code
   */
  int run(RunOptions options, Terminal terminal) throws InterruptedException;
}
