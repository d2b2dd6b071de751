package org.trustnet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.trustnet.bootstrap.demo.Demonstration;
import org.trustnet.cli.json.Json;
import org.trustnet.cli.terminal.Terminal;

/** {@code demo}: tells the story, as text or as one document, and sees to the exit code. */
final class DemoRunner implements Demo {
  @Override
  public int run(Options options, Terminal terminal) throws InterruptedException {
    Path folder = folder();
    try (Demonstration demonstration =
        new Demonstration(
            program(), folder, options.nodes(), line -> narrate(options, terminal, line))) {
      Demonstration.Result result = demonstration.run();
      if (options.json()) {
        terminal.line(Json.compact(result.json()));
      } else {
        terminal.line("");
        result.table().forEach(terminal::line);
      }
      if (options.keep() && result.ok()) {
        if (!options.json()) {
          demonstration.addresses().forEach(terminal::line);
        }
        terminal.line(options.json() ? "" : "the network is left running; end it with Ctrl-C");
        awaitSignal();
      }
      return result.ok() ? Cli.DONE : Cli.FAILED;
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
      throw new UncheckedIOException(e);
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

  private static void awaitSignal() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    Signals.onFirst(asked::countDown);
    asked.await();
  }
}
