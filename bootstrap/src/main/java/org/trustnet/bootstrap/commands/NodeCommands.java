package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** The node itself. */
public final class NodeCommands {
  public static final OperationSpec ID =
      OperationSpec.of(
              "id", Needs.DAEMON, "this node's peer ID, addresses and protocols, or another peer's")
          .argument("PEER", Count.OPTIONAL, "peer ID or multiaddr; our own if absent")
          .option(
              "format",
              OptionType.TEXT,
              "text with <id>, <aver>, <pver>, <pubkey>, <addrs>, <protocols> for the values")
          .tolerating("peerid-base=*");

  public static final OperationSpec VERSION =
      OperationSpec.of("version", Needs.NOTHING, "version of this program")
          .option("number", OptionType.FLAG, "the number alone")
          .tolerating("commit=*", "repo=*", "all=*");

  public static final OperationSpec SHUTDOWN =
      OperationSpec.of("shutdown", Needs.DAEMON, "stop the running node in order").changing();

  public static final OperationSpec PING =
      OperationSpec.of("ping", Needs.NETWORK, "measure the round trip to a peer")
          .argument("PEER", Count.ONE, "peer ID or multiaddr ending in one")
          .option("count", OptionType.NUMBER, "how many times, 10 by default");

  /** All of them. */
  public static final List<OperationSpec> ALL = List.of(ID, VERSION, SHUTDOWN, PING);

  private NodeCommands() {}
}
