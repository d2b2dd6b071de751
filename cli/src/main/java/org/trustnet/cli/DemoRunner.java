package org.trustnet.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.trustnet.bootstrap.demo.Demonstration;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.cli.json.Json;
import org.trustnet.cli.terminal.Terminal;

/** {@code demo}: tells the story, as text or as one document, and sees to the exit code. */
final class DemoRunner implements Demo {
  @Override
  public int run(Options options, Terminal terminal) throws InterruptedException {
    try (Demonstration demonstration =
        new Demonstration(
            program(), folder(), options.nodes(), line -> narrate(options, terminal, line))) {
      CountDownLatch asked = new CountDownLatch(1);
      Demonstration.Result result = told(demonstration, asked);
      if (options.json()) {
        terminal.line(Json.compact(result.json()));
      } else {
        terminal.line("");
        result.table().forEach(terminal::line);
      }
      result.failure().ifPresent(why -> terminal.error("the demonstration failed at " + why));
      if (options.keep() && result.ok()) {
        keep(options, demonstration, terminal);
        asked.await();
      }
      return result.ok() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  /** The whole story. A signal breaks it off; once it is told, a signal only counts down. */
  private static Demonstration.Result told(Demonstration demonstration, CountDownLatch asked)
      throws InterruptedException {
    Thread teller = Thread.currentThread();
    CountDownLatch over = new CountDownLatch(1);
    Signals.onFirst(
        () -> {
          asked.countDown();
          if (over.getCount() > 0) {
            teller.interrupt();
          }
        },
        demonstration::endNewcomer);
    Demonstration.Result result = demonstration.run();
    over.countDown();
    if (Thread.interrupted() || asked.getCount() == 0) {
      throw new InterruptedException("the demonstration was broken off");
    }
    return result;
  }

  private static void keep(Options options, Demonstration demonstration, Terminal terminal) {
    if (!options.json()) {
      terminal.line("");
      demonstration.addresses().forEach(terminal::line);
      terminal.line("the network is left running; end it with Ctrl-C");
    }
  }

  private static void narrate(Options options, Terminal terminal, String line) {
    if (!options.json()) {
      terminal.line(line);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("trustnet-demo-");
    } catch (IOException e) {
      throw OperationException.failed(
          "no folder for the repositories can be made: " + RepositoryException.why(e));
    }
  }

  /** The command line of this very program, for the newcomer's process. */
  private static List<String> program() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-Xmx") && !option.startsWith("-agentlib")) {
        line.add(option);
      }
    }
    line.add("-Xmx256m");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(Main.class.getName());
    return line;
  }
}
