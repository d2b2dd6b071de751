package org.trustnet.bootstrap.node;

import java.nio.file.Path;
import java.util.Map;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.testkit.crash.Acknowledgements;

/** A node in a process of its own, until it is killed. */
final class NodeProgram {
  private NodeProgram() {}

  /** Arguments: the repository. Says what the node tells and, last, {@code ready}. */
  public static void main(String[] arguments) throws Exception {
    Acknowledgements acknowledgements = new Acknowledgements();
    try (Node node =
        Node.start(
            Path.of(arguments[0]), Map.of(), Surroundings.ofTheMachine(), acknowledgements::say)) {
      acknowledgements.say("ready");
      node.awaitStop();
    }
  }
}
