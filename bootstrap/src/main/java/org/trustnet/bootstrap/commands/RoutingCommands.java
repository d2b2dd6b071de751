package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** The DHT. */
public final class RoutingCommands {
  public static final OperationSpec FINDPEER =
      OperationSpec.of("routing/findpeer", Needs.NETWORK, "a peer's addresses")
          .argument("PEER", Count.MANY, "peer IDs")
          .option("verbose", OptionType.FLAG, "every step");

  public static final OperationSpec FINDPROVS =
      OperationSpec.of("routing/findprovs", Needs.NETWORK, "peers that provide a CID")
          .argument("CID", Count.MANY, "CIDs")
          .option("num-providers", OptionType.NUMBER, "stop after this many, 20 by default")
          .option("verbose", OptionType.FLAG, "every step");

  public static final OperationSpec PROVIDE =
      OperationSpec.of("routing/provide", Needs.NETWORK, "announce that we provide a CID")
          .argument("CID", Count.MANY, "CIDs")
          .option("verbose", OptionType.FLAG, "every step")
          .tolerating("recursive=false")
          .changing();

  public static final OperationSpec GET =
      OperationSpec.of("routing/get", Needs.NETWORK, "the best record of a key")
          .argument("KEY", Count.MANY, "/ipns/NAME or /pk/ID")
          .option("verbose", OptionType.FLAG, "every step");

  public static final OperationSpec PUT =
      OperationSpec.of("routing/put", Needs.NETWORK, "put a record under a key")
          .argument("KEY", Count.ONE, "/ipns/NAME or /pk/ID")
          .option("allow-offline", OptionType.FLAG, "store it without a peer to put it to")
          .option("verbose", OptionType.FLAG, "every step")
          .body(Body.FILE)
          .changing();

  /** All of them. */
  public static final List<OperationSpec> ALL = List.of(FINDPEER, FINDPROVS, PROVIDE, GET, PUT);

  private RoutingCommands() {}
}
