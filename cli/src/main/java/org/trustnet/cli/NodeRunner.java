package org.trustnet.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
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
    AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
    CountDownLatch asked = new CountDownLatch(1);
    Signals.onFirst(
        () -> {
          asked.countDown();
          stop.get().run();
        });
    Node node = started(options, terminal);
    stop.set(node::askToStop);
    if (asked.getCount() == 0) { // while it started
      node.askToStop();
    } else {
      terminal.line("trustnet is ready");
    }
    node.awaitStop();
    terminal.err().println("stopping; a second signal ends it at once");
    if (stopped(node)) {
      terminal.err().println("stopped");
      return ExitCode.DONE;
    }
    terminal.error("it did not stop in " + STOP.toSeconds() + " s and is ended as it is");
    return ExitCode.FAILED;
  }

  private Node started(RunOptions options, Terminal terminal) {
    try {
      Surroundings machine = Surroundings.ofTheMachine();
      return Node.start(
          options.repository(),
          environment,
          machine,
          line -> terminal.line(Printable.escape(line)),
          Waiting.on(options.repository(), machine.nanos()));
    } catch (IOException e) {
      throw OperationException.failed(String.valueOf(e.getMessage()));
    }
  }

  private static boolean stopped(Node node) throws InterruptedException {
    Thread closing = Thread.ofPlatform().name("stop").daemon(true).start(node::close);
    return closing.join(STOP);
  }
}
