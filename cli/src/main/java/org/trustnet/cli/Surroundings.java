package org.trustnet.cli;

import java.nio.file.Path;
import java.util.Map;
import org.trustnet.cli.terminal.Terminal;

/**
 * What the program is started in.
 *
 * @param terminal its streams
 * @param environment its variables
 * @param home the user's folder
 * @param user the user's name, for the audit log
 * @param wiring what the commands run on
 */
public record Surroundings(
    Terminal terminal, Map<String, String> environment, Path home, String user, Wiring wiring) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** The repository unless {@code --repo} says another. */
  Path defaultRepository() {
    String path = environment.getOrDefault("TRUSTNET_PATH", "");
    return path.isEmpty() ? home.resolve(".trustnet") : Path.of(path);
  }
}
