package org.trustnet.bootstrap.answers;

import java.util.Optional;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.ipns.unixfs.ImportConfig;

/** {@code add}: reads the options; {@link AddRun} does it. */
final class AddAnswer {
  private final Content content;

  AddAnswer(Content content) {
    this.content = content;
  }

  /** Answers a row for each file and folder as it is written. */
  Reply run(Request request) {
    if (!request.files().hasNext()) {
      throw OperationException.usage("add needs a file");
    }
    boolean hashing = request.flag("only-hash");
    AddRun.Manner manner =
        new AddRun.Manner(
            config(request),
            hashing ? BlockSink.discarding() : sink(request),
            request.flag("recursive") ? AddRun.Folders.TAKEN : AddRun.Folders.REFUSED,
            request.flag("wrap-with-directory") ? AddRun.Top.ONE_FOLDER : AddRun.Top.AS_GIVEN,
            request.flag("progress") ? AddRun.Progress.TOLD : AddRun.Progress.SILENT);
    return Reply.rows(
        out -> {
          AddRun run = new AddRun(manner, out);
          run.take(request.files());
          if (!hashing && request.isLocal()) {
            content.announceLater(run.roots());
          } else if (!hashing) {
            content.announce(run.roots());
          }
        });
  }

  private BlockSink sink(Request request) {
    if (request.option("pin").isEmpty() || request.flag("pin")) {
      return content.keeping();
    }
    BlockSink cache = BlockSink.into(content.store(), Retention.CACHED);
    return block -> {
      cache.accept(block);
      content.bitswap().added(block.cid());
    };
  }

  private static ImportConfig config(Request request) {
    ImportConfig config =
        switch (Math.toIntExact(Math.clamp(request.number("cid-version", 0), -1, 2))) {
          case 0 -> ImportConfig.v0();
          case 1 -> ImportConfig.v1();
          default -> throw OperationException.usage("--cid-version: 0 or 1");
        };
    Optional<ImportConfig.Leaves> leaves =
        request
            .option("raw-leaves")
            .map(
                _ ->
                    request.flag("raw-leaves")
                        ? ImportConfig.Leaves.RAW
                        : ImportConfig.Leaves.DAG_PB);
    return leaves.map(config::with).orElse(config);
  }
}
