package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** The trust database. */
public final class TrustCommands {
  public static final OperationSpec ADD =
      OperationSpec.of(
              "trust/add",
              Needs.REPOSITORY,
              "trust a publisher (IPNS name) or a single peer (multiaddr)")
          .argument("NAME", Count.ONE, "IPNS name, or /p2p/ID, or a multiaddr ending in one")
          .option("level", OptionType.TEXT, "peer, marginal, trusted, advanced or ultimate")
          .option("label", OptionType.TEXT, "name of the entry")
          .option(
              "lifetime",
              OptionType.TEXT,
              "how long the judgement holds: a duration such as 90d, 2w or 1y, or infinity"
                  + " (default)")
          .option(
              "cache-lifetime",
              OptionType.DURATION,
              "how long a fetched file may be used, 48h to 2y (730d), 1y (365d) by default")
          .option(
              "allow", OptionType.TEXT, "functions given beside those of the level, with commas")
          .option("deny", OptionType.TEXT, "functions withheld, with commas, or all")
          .option("update", OptionType.TEXT, "guard (default), auto or ask")
          .option("private", OptionType.FLAG, "never tell others of this entry")
          .option("note", OptionType.TEXT, "a note for yourself")
          .option("key", OptionType.TEXT, "the key again: makes --yes safe, needed for ultimate")
          .option("yes", OptionType.FLAG, "do it without asking")
          .option("dry-run", OptionType.FLAG, "say what would happen, change nothing")
          .changing();

  public static final OperationSpec LS =
      OperationSpec.of(
              "trust/ls", Needs.REPOSITORY, "list the entries, then what is blocked and has none")
          .option("state", OptionType.TEXT, "only those in this state");

  public static final OperationSpec SHOW =
      OperationSpec.of("trust/show", Needs.REPOSITORY, "everything about one entry")
          .argument("LABEL", Count.ONE, "label or key");

  public static final OperationSpec RM =
      OperationSpec.of("trust/rm", Needs.REPOSITORY, "remove an entry; its floors stay")
          .argument("LABEL", Count.ONE, "label or key")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec LEVEL =
      OperationSpec.of("trust/level", Needs.REPOSITORY, "set an entry's level and renew it")
          .argument("LABEL", Count.ONE, "label or key")
          .argument("LEVEL", Count.ONE, "peer, marginal, trusted, advanced or ultimate")
          .option("key", OptionType.TEXT, "the key again, needed for ultimate")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec ALLOW =
      OperationSpec.of("trust/allow", Needs.REPOSITORY, "give functions whatever the level")
          .argument("LABEL", Count.ONE, "label or key")
          .argument("FUNCTION", Count.MANY, "function identifiers")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec DENY =
      OperationSpec.of("trust/deny", Needs.REPOSITORY, "withhold functions whatever the level")
          .argument("LABEL", Count.ONE, "label or key")
          .argument("FUNCTION", Count.MANY, "function identifiers, or all")
          .changing();

  public static final OperationSpec UNSET =
      OperationSpec.of("trust/unset", Needs.REPOSITORY, "leave functions to the level again")
          .argument("LABEL", Count.ONE, "label or key")
          .argument("FUNCTION", Count.MANY, "function identifiers, or all")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec SUSPEND =
      OperationSpec.of(
              "trust/suspend", Needs.REPOSITORY, "put an entry out of force; it is still refreshed")
          .argument("LABEL", Count.ONE, "label or key")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec RESUME =
      OperationSpec.of("trust/resume", Needs.REPOSITORY, "put a suspended entry in force again")
          .argument("LABEL", Count.ONE, "label or key")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec RENEW =
      OperationSpec.of("trust/renew", Needs.REPOSITORY, "start an entry's trust lifetime anew")
          .argument("LABEL", Count.ONE, "label or key")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec REFRESH =
      OperationSpec.of(
              "trust/refresh", Needs.NETWORK, "fetch the newest file now and wait for the outcome")
          .argument("LABEL", Count.OPTIONAL, "label or key; all if absent")
          .changing();

  public static final OperationSpec ACCEPT =
      OperationSpec.of(
              "trust/accept", Needs.REPOSITORY, "accept additions that the update guard holds back")
          .argument("LABEL", Count.ONE, "label or key")
          .option("file", OptionType.TEXT, "CID of the file that is meant: no other is accepted")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec EXPLAIN =
      OperationSpec.of(
              "trust/explain",
              Needs.REPOSITORY,
              "why a peer is allowed a function or not, step by step")
          .argument("PEER", Count.ONE, "peer ID, or the label or key of an entry")
          .argument("FUNCTION", Count.OPTIONAL, "function identifier; all if absent");

  public static final OperationSpec PEERS =
      OperationSpec.of("trust/peers", Needs.REPOSITORY, "every peer known through trust")
          .option("function", OptionType.TEXT, "only those allowed this function");

  public static final OperationSpec MATRIX =
      OperationSpec.of(
              "trust/matrix",
              Needs.REPOSITORY,
              "the matrix of functions and levels: show, set FUNCTION LEVEL|none, reset, diff")
          .argument("ACTION", Count.OPTIONAL, "show (default), set, reset or diff")
          .argument("FUNCTION", Count.OPTIONAL, "function identifier")
          .argument("LEVEL", Count.OPTIONAL, "lowest level that gives it, or none")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec BLOCK =
      OperationSpec.of(
              "trust/block", Needs.REPOSITORY, "never connect to a peer, never resolve a name")
          .argument("KEY", Count.ONE, "a key means both; /p2p/ID the peer, /ipns/NAME the name")
          .changing();

  public static final OperationSpec UNBLOCK =
      OperationSpec.of("trust/unblock", Needs.REPOSITORY, "take a block back")
          .argument("KEY", Count.ONE, "as in block")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  public static final OperationSpec LOG =
      OperationSpec.of("trust/log", Needs.REPOSITORY, "the audit log")
          .option("count", OptionType.NUMBER, "the newest this many, 100 by default")
          .option("refusals", OptionType.FLAG, "refused updates instead of changes");

  public static final OperationSpec LOG_PRUNE =
      OperationSpec.of("trust/log/prune", Needs.REPOSITORY, "remove old lines of the audit log")
          .option(
              "before",
              OptionType.TEXT,
              "remove lines before this instant, for example 2026-01-31T00:00:00Z")
          .option("yes", OptionType.FLAG, "do it without asking")
          .changing();

  /** All of them. */
  public static final List<OperationSpec> ALL =
      List.of(
          ADD, LS, SHOW, RM, LEVEL, ALLOW, DENY, UNSET, SUSPEND, RESUME, RENEW, REFRESH, ACCEPT,
          EXPLAIN, PEERS, MATRIX, BLOCK, UNBLOCK, LOG, LOG_PRUNE);

  private TrustCommands() {}
}
