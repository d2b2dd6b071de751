package org.trustnet.cli;

import java.nio.file.Path;
import java.util.List;
import org.trustnet.cli.terminal.Terminal;

/** The program. The launcher says in {@code trustnet.ttys} which descriptors are terminals. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal =
        Terminal.ofProcess(System.getProperty("trustnet.ttys", ""), System.getenv());
    Surroundings surroundings =
        new Surroundings(
            terminal,
            System.getenv(),
            Path.of(System.getProperty("user.home")),
            System.getProperty("user.name"),
            Wiring.production(System.getenv()));
    System.exit(new Cli(surroundings).run(List.of(args)));
  }
}
