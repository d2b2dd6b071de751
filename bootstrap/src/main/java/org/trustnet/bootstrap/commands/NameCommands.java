package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** IPNS. */
public final class NameCommands {
  public static final OperationSpec PUBLISH =
      OperationSpec.of("name/publish", Needs.NETWORK, "point an IPNS name to a path")
          .argument("PATH", Count.ONE, "/ipfs/CID[/NAME…] or CID, or /ipns/NAME")
          .option("key", OptionType.TEXT, "name of the key, self by default")
          .option("lifetime", OptionType.DURATION, "how long the record is valid, 48h by default")
          .option("ttl", OptionType.DURATION, "how long resolvers may keep it, 5m by default")
          .option("sequence", OptionType.NUMBER, "this sequence instead of the next")
          .option(
              "allow-offline",
              OptionType.FLAG,
              "no effect: a record that reaches nobody is always kept and announced later")
          .option(
              "resolve",
              OptionType.FLAG,
              "publish only what can be resolved, here or at peers; true by default")
          .option("quieter", OptionType.FLAG, "the name alone")
          .option("yes", OptionType.FLAG, "do it without asking")
          .tolerating("v1compat=true", "ipns-base=base36", "allow-delegated=false")
          .changing();

  public static final OperationSpec RESOLVE =
      OperationSpec.of("name/resolve", Needs.DAEMON, "the path an IPNS name points to")
          .argument("NAME", Count.OPTIONAL, "IPNS name; our own if absent")
          .option("nocache", OptionType.FLAG, "ask the network even when an answer is known")
          .option("recursive", OptionType.FLAG, "follow names that point to names, true by default")
          .option("dht-record-count", OptionType.NUMBER, "records to ask for, 16 by default")
          .option("dht-timeout", OptionType.DURATION, "how long to look, 1m by default")
          .tolerating("stream=false");

  public static final OperationSpec INSPECT =
      OperationSpec.of("name/inspect", Needs.NOTHING, "what a record says, and whether it is valid")
          .option("verify", OptionType.TEXT, "the name it should be valid for")
          .option("dump", OptionType.FLAG, "with all bytes in hexadecimal, true by default")
          .body(Body.FILE);

  public static final OperationSpec GET =
      OperationSpec.of("name/get", Needs.DAEMON, "the raw record of a name")
          .argument("NAME", Count.ONE, "IPNS name")
          .option("decoded", OptionType.FLAG, "a document: what it says, and the record in base64");

  public static final OperationSpec PUT =
      OperationSpec.of("name/put", Needs.NETWORK, "verify a raw record and put it to the DHT")
          .argument("NAME", Count.ONE, "IPNS name")
          .option("allow-offline", OptionType.FLAG, "store it without a peer to put it to")
          .body(Body.FILE)
          .tolerating("force=false", "allow-delegated=false", "quiet=*")
          .changing();

  /** All of them. */
  public static final List<OperationSpec> ALL = List.of(PUBLISH, RESOLVE, INSPECT, GET, PUT);

  private NameCommands() {}
}
