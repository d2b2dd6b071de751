package org.trustnet.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.node.Node;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.cli.terminal.Terminal;
import org.trustnet.multiformats.Printable;

/** {@code run}: a node until somebody asks it to stop. */
final class NodeRunner implements NodeLauncher {
  /** How long an orderly stop may take. */
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Map<String, String> environment;

  NodeRunner(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public int run(RunOptions options, Terminal terminal) throws InterruptedException {
    Node node;
    try {
      node =
          Node.start(
              options.repository(),
              environment,
              Surroundings.ofTheMachine(),
              line -> terminal.line(Printable.escape(line)));
    } catch (IOException e) {
      throw OperationException.failed(String.valueOf(e.getMessage()));
    }
    Signals.onFirst(node::askToStop);
    terminal.line("trustnet is ready");
    node.awaitStop();
    return stopped(node) ? Cli.DONE : Cli.FAILED;
  }

  private static boolean stopped(Node node) throws InterruptedException {
    Thread closing = Thread.ofPlatform().name("stop").daemon(true).start(node::close);
    return closing.join(STOP);
  }
}
