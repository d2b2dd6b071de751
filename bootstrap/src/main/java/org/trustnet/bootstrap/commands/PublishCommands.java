package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** Publishing trust files. */
public final class PublishCommands {
  public static final OperationSpec PUBLISH =
      OperationSpec.of("publish", Needs.NETWORK, "validate, store, sign and announce a trust file")
          .option("key", OptionType.TEXT, "key to publish under, self by default")
          .option("ttl", OptionType.DURATION, "how long resolvers may keep it, 24h by default")
          .option("lifetime", OptionType.DURATION, "how long the record is valid, 7d by default")
          .body(Body.FILE)
          .changing();

  public static final OperationSpec LS =
      OperationSpec.of("publish/ls", Needs.REPOSITORY, "what this node publishes");

  public static final OperationSpec STATUS =
      OperationSpec.of(
              "publish/status",
              Needs.NETWORK,
              "sequence, EOL, next republish and how many of the closest peers hold the newest"
                  + " record")
          .argument("NAME", Count.ONE, "key name or IPNS name");

  /** All of them. */
  public static final List<OperationSpec> ALL = List.of(PUBLISH, LS, STATUS);

  private PublishCommands() {}
}
