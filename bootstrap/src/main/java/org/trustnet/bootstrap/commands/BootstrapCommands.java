package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** Peers used for bootstrapping; what is written here are direct entries of the trust database. */
public final class BootstrapCommands {
  /** As in Kubo, the word alone lists. */
  public static final OperationSpec ALONE =
      OperationSpec.of(
              "bootstrap", Needs.REPOSITORY, "peers used for bootstrapping; alone: list them")
          .tolerating("expand-auto=*");

  public static final OperationSpec LS =
      OperationSpec.of(
              "bootstrap/ls",
              Needs.REPOSITORY,
              "peers allowed bootstrap, with the source of the trust")
          .tolerating("expand-auto=*");

  public static final OperationSpec LIST =
      OperationSpec.of(
              "bootstrap/list",
              Needs.REPOSITORY,
              "peers allowed bootstrap, with the source of the trust")
          .tolerating("expand-auto=*");

  public static final OperationSpec ADD =
      OperationSpec.of("bootstrap/add", Needs.REPOSITORY, "allow peers bootstrap")
          .argument("PEER", Count.MANY, "multiaddrs ending in /p2p/ID")
          .option(
              "yes", OptionType.FLAG, "allow it also where a direct - denies it, without asking")
          .changing();

  public static final OperationSpec RM =
      OperationSpec.of("bootstrap/rm", Needs.REPOSITORY, "withdraw bootstrap from peers")
          .argument("PEER", Count.ANY, "multiaddrs of bootstrap ls; /p2p/ID for all of a peer's")
          .option("all", OptionType.FLAG, "from everyone, as rm all")
          .changing();

  public static final OperationSpec RM_ALL =
      OperationSpec.of(
              "bootstrap/rm/all",
              Needs.REPOSITORY,
              "withdraw bootstrap from everyone, and tell from whom")
          .option("yes", OptionType.FLAG, "changes nothing: nobody is asked")
          .changing();

  /** All of them. */
  public static final List<OperationSpec> ALL = List.of(ALONE, LS, LIST, ADD, RM, RM_ALL);

  private BootstrapCommands() {}
}
