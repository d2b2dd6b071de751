package org.trustnet.bootstrap.answers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.trustnet.bootstrap.commands.NodeCommands;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;

/** The version of this program, which the build wrote into it. */
public final class Version {
  private static final String FILE = "version.properties";

  public static final String NUMBER = written();

  /** What we call ourselves in identify. */
  public static final String AGENT = "trustnet/" + NUMBER;

  private Version() {}

  private static String written() {
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in, FILE));
      return Objects.requireNonNull(properties.getProperty("version"), FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void addTo(Operations operations) {
    operations.add(
        NodeCommands.VERSION,
        _ ->
            Reply.document(
                Json.object(
                    "Version",
                    NUMBER,
                    "Commit",
                    "",
                    "Repo",
                    "1",
                    "System",
                    System.getProperty("os.arch") + "/" + System.getProperty("os.name"),
                    "Golang",
                    "",
                    "Java",
                    Runtime.version().toString())));
  }
}
