package org.trustnet.cli;

import org.trustnet.bootstrap.demo.Demonstration;
import org.trustnet.cli.terminal.Terminal;

/** Shows a whole network on loopback. */
@FunctionalInterface
public interface Demo {
  /** Nodes that there are unless told otherwise. */
  int DEFAULT_NODES = 8;

  /** Fewest nodes: the roles that the story has. */
  int MIN_NODES = Demonstration.MIN_NODES;

  /** Most nodes: they share one machine. */
  int MAX_NODES = 64;

  /**
   * What {@code demo} was told.
   *
   * @param json one JSON document instead of a narration
   * @param keep leave the network running
   * @param nodes how many, {@link #MIN_NODES} to {@link #MAX_NODES}
   */
  record Options(boolean json, boolean keep, int nodes) {}

  /** Runs it and returns the exit code. */
  int run(Options options, Terminal terminal) throws InterruptedException;
}
