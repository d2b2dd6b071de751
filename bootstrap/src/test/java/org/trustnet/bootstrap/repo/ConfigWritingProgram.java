package org.trustnet.bootstrap.repo;

import java.nio.file.Path;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.testkit.crash.Acknowledgements;

/** Replaces a repository's configuration with numbered ones until it is killed. */
final class ConfigWritingProgram {
  private static final int MOST = 100_000;

  private ConfigWritingProgram() {}

  /** Arguments: the repository. Says each number that is written. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Acknowledgements acknowledgements = new Acknowledgements();
    try (Repository repository = Repository.open(folder, "test")) {
      for (int number = written(folder) + 1; number <= MOST; number++) {
        Config next = config(number);
        repository.changeConfig(() -> next);
        acknowledgements.say(number);
      }
    }
  }

  static Config config(int number) {
    return Config.defaults().with(ConfigKeys.PEER_ID, Integer.toString(number));
  }

  static int written(Path folder) {
    return Integer.parseInt(Repository.config(folder).config().value(ConfigKeys.PEER_ID));
  }
}
