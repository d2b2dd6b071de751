package org.trustnet.bootstrap.answers;

import org.trustnet.bootstrap.commands.NodeCommands;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;

/** The version of this program. */
public final class Version {
  public static final String NUMBER = "0.1.0";

  /** What we call ourselves in identify. */
  public static final String AGENT = "trustnet/" + NUMBER;

  private Version() {}

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
