package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** Connections. */
public final class SwarmCommands {
  public static final OperationSpec PEERS =
      OperationSpec.of("swarm/peers", Needs.DAEMON, "peers with an open connection")
          .option(
              "verbose",
              OptionType.FLAG,
              "with direction, security, agent and why the connection is kept")
          .option("streams", OptionType.FLAG, "with the number of streams")
          .option("direction", OptionType.FLAG, "with who dialled")
          .option("identify", OptionType.FLAG, "with what the peer says of itself")
          .option(
              "latency",
              OptionType.FLAG,
              "with the last round trip, measured every 30 s; n/a before the first");

  public static final OperationSpec CONNECT =
      OperationSpec.of("swarm/connect", Needs.NETWORK, "open connections")
          .argument("ADDRESS", Count.MANY, "multiaddrs ending in /p2p/ID")
          .changing();

  public static final OperationSpec DISCONNECT =
      OperationSpec.of("swarm/disconnect", Needs.DAEMON, "close connections")
          .argument("ADDRESS", Count.MANY, "multiaddrs or /p2p/ID")
          .changing();

  public static final OperationSpec ADDRS =
      OperationSpec.of("swarm/addrs", Needs.DAEMON, "known addresses of peers");

  public static final OperationSpec ADDRS_LOCAL =
      OperationSpec.of("swarm/addrs/local", Needs.DAEMON, "addresses we tell others")
          .option("id", OptionType.FLAG, "with our peer ID");

  public static final OperationSpec ADDRS_LISTEN =
      OperationSpec.of("swarm/addrs/listen", Needs.DAEMON, "addresses we listen on");

  public static final OperationSpec PEERING_ADD =
      OperationSpec.of("swarm/peering/add", Needs.REPOSITORY, "hold a connection to peers")
          .argument("ADDRESS", Count.MANY, "multiaddrs ending in /p2p/ID")
          .option(
              "yes", OptionType.FLAG, "allow it also where a direct - denies it, without asking")
          .changing();

  public static final OperationSpec PEERING_LS =
      OperationSpec.of("swarm/peering/ls", Needs.REPOSITORY, "peers whose connection is held");

  public static final OperationSpec PEERING_RM =
      OperationSpec.of("swarm/peering/rm", Needs.REPOSITORY, "stop holding connections to peers")
          .argument("ID", Count.MANY, "peer IDs")
          .changing();

  /** All of them. */
  public static final List<OperationSpec> ALL =
      List.of(
          PEERS,
          CONNECT,
          DISCONNECT,
          ADDRS,
          ADDRS_LOCAL,
          ADDRS_LISTEN,
          PEERING_ADD,
          PEERING_LS,
          PEERING_RM);

  private SwarmCommands() {}
}
