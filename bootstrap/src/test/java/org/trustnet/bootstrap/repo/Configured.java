package org.trustnet.bootstrap.repo;

import java.nio.file.Path;
import org.trustnet.bootstrap.config.Config;

/** Makes repositories without key and database, for tests that need neither. */
public final class Configured {
  private Configured() {}

  public static void make(Path folder, Config config) {
    try (Creation creation = Creation.begin(folder, "test")) {
      creation.finish(config);
    }
  }
}
