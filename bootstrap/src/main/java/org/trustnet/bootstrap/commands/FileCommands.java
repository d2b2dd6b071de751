package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** Authoring trust files. */
public final class FileCommands {
  public static final OperationSpec NEW =
      OperationSpec.of("file/new", Needs.NOTHING, "an empty trust file to start from")
          .option("description", OptionType.TEXT, "what the file is")
          .option("contact", OptionType.TEXT, "URI for contact");

  public static final OperationSpec VALIDATE =
      OperationSpec.of("file/validate", Needs.NOTHING, "check a trust file as publish would")
          .option("self", OptionType.FLAG, "it is for the entry self")
          .body(Body.FILE);

  public static final OperationSpec SHOW =
      OperationSpec.of("file/show", Needs.DAEMON, "fetch and print the trust file of a CID or name")
          .argument("SOURCE", Count.ONE, "CID, /ipfs/CID or IPNS name");

  /** All of them. */
  public static final List<OperationSpec> ALL = List.of(NEW, VALIDATE, SHOW);

  private FileCommands() {}
}
