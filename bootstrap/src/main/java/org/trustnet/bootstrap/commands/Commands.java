package org.trustnet.bootstrap.commands;

import java.util.List;
import java.util.stream.Stream;
import org.trustnet.bootstrap.operation.OperationSpec;

/** Every operation there is. */
public final class Commands {
  private Commands() {}

  /** All declarations, group by group. */
  public static List<OperationSpec> all() {
    return Stream.of(
            NodeCommands.ALL,
            TrustCommands.ALL,
            FileCommands.ALL,
            PublishCommands.ALL,
            NameCommands.ALL,
            KeyCommands.ALL,
            BootstrapCommands.ALL,
            SwarmCommands.ALL,
            RoutingCommands.ALL,
            ContentCommands.ALL,
            ConfigCommands.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
