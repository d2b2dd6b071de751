package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** The configuration. */
public final class ConfigCommands {
  public static final OperationSpec SHOW =
      OperationSpec.of(
              "config/show",
              Needs.REPOSITORY,
              "what file and environment say, in force from the next start")
          .option("expand-auto", OptionType.FLAG, "no effect; Kubo has it");

  public static final OperationSpec GET =
      OperationSpec.of(
              "config/get", Needs.REPOSITORY, "one value, or a section, as config show has it")
          .argument("KEY", Count.ONE, "for example Swarm.ConnMgr.HighWater, or Swarm");

  public static final OperationSpec SET =
      OperationSpec.of(
              "config/set",
              Needs.REPOSITORY,
              "write one value; the node takes it at its next start")
          .argument("KEY", Count.ONE, "for example Swarm.ConnMgr.HighWater")
          .argument(
              "VALUE", Count.ONE, "its value; a list with commas between, or as JSON in brackets")
          .option("json", OptionType.FLAG, "the value is JSON: a text in quotes")
          .changing();

  public static final OperationSpec CHECK =
      OperationSpec.of(
          "config/check",
          Needs.REPOSITORY,
          "say what is wrong or missing in the configuration file");

  /** All of them. */
  public static final List<OperationSpec> ALL = List.of(SHOW, GET, SET, CHECK);

  private ConfigCommands() {}
}
