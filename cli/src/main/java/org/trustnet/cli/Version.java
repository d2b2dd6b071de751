package org.trustnet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version that the build wrote into the program. */
public final class Version {
  private Version() {}

  public static String ofProgram() {
    try (InputStream in = Version.class.getResourceAsStream("/trustnet-version.properties")) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in, "trustnet-version.properties"));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
