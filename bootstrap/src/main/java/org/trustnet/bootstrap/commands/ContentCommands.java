package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** Content. */
public final class ContentCommands {
  public static final OperationSpec ADD =
      OperationSpec.of("add", Needs.DAEMON, "store files and folders, keep and serve them")
          .option("recursive", OptionType.FLAG, "folders too")
          .option("only-hash", OptionType.FLAG, "compute the CID only")
          .option("cid-version", OptionType.NUMBER, "0 (default) or 1")
          .option(
              "raw-leaves", OptionType.FLAG, "leaves without a frame; with version 1 by default")
          .option("wrap-with-directory", OptionType.FLAG, "put all into a folder")
          .option("quiet", OptionType.FLAG, "CIDs only")
          .option("quieter", OptionType.FLAG, "the last CID only")
          .option("progress", OptionType.FLAG, "tell bytes as they go")
          .option("pin", OptionType.FLAG, "keep it, true by default")
          .body(Body.FILES)
          .tolerating(
              "silent=*",
              "trickle=false",
              "chunker=size-262144",
              "nocopy=false",
              "fscache=false",
              "hash=sha2-256",
              "inline=false",
              "inline-limit=*",
              "to-files=",
              "dereference-args=*",
              "dereference-symlinks=*",
              "stdin-name=*",
              "hidden=*",
              "ignore=*",
              "ignore-rules-path=*",
              "pin-name=",
              "preserve-mode=false",
              "preserve-mtime=false",
              "mode=0",
              "mtime=0",
              "mtime-nsecs=0",
              "fast-provide-root=*",
              "fast-provide-wait=*",
              "fast-provide-dag=*",
              "empty-dirs=*",
              "include-empty-dirs=*")
          .changing();

  public static final OperationSpec CAT =
      OperationSpec.of(
              "cat", Needs.DAEMON, "a file's bytes; waits a minute for its beginning, or --timeout")
          .argument("PATH", Count.MANY, "/ipfs/CID/path")
          .option("offset", OptionType.NUMBER, "first byte")
          .option("length", OptionType.NUMBER, "how many bytes")
          .tolerating("progress=*");

  public static final OperationSpec BLOCK_GET =
      OperationSpec.of("block/get", Needs.DAEMON, "a block's bytes")
          .argument("CID", Count.ONE, "CID");

  public static final OperationSpec BLOCK_PUT =
      OperationSpec.of("block/put", Needs.DAEMON, "store blocks and keep them")
          .option("cid-codec", OptionType.TEXT, "raw (default), dag-pb or dag-cbor")
          .body(Body.FILES)
          .tolerating("mhtype=sha2-256", "mhlen=-1", "pin=*", "allow-big-block=false", "format=")
          .changing();

  public static final OperationSpec BLOCK_STAT =
      OperationSpec.of("block/stat", Needs.DAEMON, "a block's size")
          .argument("CID", Count.ONE, "CID");

  /** For progress: not on the command line. Kubo's, with how many peers were asked for each. */
  public static final OperationSpec WANTLIST =
      OperationSpec.of("bitswap/wantlist", Needs.DAEMON, "blocks that operations wait for")
          .tolerating("peer=");

  /** All that the command line offers. */
  public static final List<OperationSpec> ALL = List.of(ADD, CAT, BLOCK_GET, BLOCK_PUT, BLOCK_STAT);

  private ContentCommands() {}
}
