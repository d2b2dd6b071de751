package org.trustnet.bootstrap.answers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.name.NamePath;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.ipns.unixfs.UnixFsEntry;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Printable;

/** {@code add}, {@code cat} and {@code block get|put|stat}, in Kubo's rows and words. */
public final class ContentAnswers {
  /** How long the files of one {@code cat} may take to come; their beginnings have less time. */
  static final Duration READING = Duration.ofHours(12);

  private final Content content;
  private final NameWalk walk;

  /**
   * @param names resolves the names in paths
   */
  public ContentAnswers(Content content, Names names) {
    this.content = content;
    this.walk = new NameWalk(names);
  }

  public void addTo(Operations operations) {
    operations
        .add(ContentCommands.ADD, new AddAnswer(content)::run)
        .add(ContentCommands.CAT, this::cat)
        .add(ContentCommands.BLOCK_GET, this::blockGet)
        .add(ContentCommands.BLOCK_PUT, this::blockPut)
        .add(ContentCommands.BLOCK_STAT, this::blockStat)
        .add(ContentCommands.WANTLIST, _ -> Reply.document(wantlist()));
  }

  private static long notNegative(Request request, String option, long byDefault) {
    long value = request.number(option, byDefault);
    if (value < 0) {
      throw OperationException.usage("cannot specify negative " + option);
    }
    return value;
  }

  private Reply cat(Request request) {
    long offset = notNegative(request, "offset", 0);
    long length = notNegative(request, "length", Long.MAX_VALUE);
    List<NamePath> paths = request.arguments().stream().map(Arguments::path).toList();
    return Reply.content(
        out -> {
          List<IpfsPath> contents = new ArrayList<>();
          for (NamePath path : paths) {
            contents.add(walk.content(path, NameWalk.Search.of(request)));
          }
          CatFiles files = files(contents, request);
          try (Blocks blocks = Blocks.open(content, request, READING)) {
            files.copy(new CatFiles.Range(offset, length), blocks, out);
          } catch (ContentException e) {
            throw ContentFaults.told(e);
          }
        });
  }

  /** Finds what the paths lead to, so that a mistake is told before the first byte. */
  private CatFiles files(List<IpfsPath> paths, Request request) {
    try (Blocks blocks = Blocks.open(content, request, Arguments.patience(request))) {
      return CatFiles.find(paths, blocks);
    } catch (ContentException e) {
      throw ContentFaults.told(e);
    }
  }

  static Cid file(UnixFsEntry entry) {
    return switch (entry) {
      case UnixFsEntry.File file -> file.cid();
      case UnixFsEntry.Directory _ -> throw directory();
      case UnixFsEntry.Symlink link ->
          throw OperationException.failed(
              "this dag node is a symbolic link to "
                  + Printable.quote(
                      new String(
                          link.target().toArray(), java.nio.charset.StandardCharsets.UTF_8)));
    };
  }

  static OperationException directory() {
    return OperationException.failed("this dag node is a directory");
  }

  /** The block of a CID or at the end of a path. */
  private Block block(Request request) throws InterruptedException {
    return new PathBlocks(content, walk).find(Arguments.path(request.argument(0)), request);
  }

  private Reply blockGet(Request request) throws InterruptedException {
    Block block = block(request);
    return Reply.content(out -> out.write(block.data().toArray()));
  }

  private Reply blockStat(Request request) throws InterruptedException {
    return Reply.document(row(block(request)));
  }

  private Map<String, Object> wantlist() {
    List<Object> keys = new ArrayList<>();
    content
        .bitswap()
        .wanted()
        .forEach((cid, asked) -> keys.add(Json.object("/", cid.toString(), "Asked", asked)));
    return Json.object("Keys", keys);
  }

  private static Object row(Block block) {
    return Json.object("Key", block.cid().toString(), "Size", block.data().length());
  }

  private Reply blockPut(Request request) {
    long codec =
        switch (request.option("cid-codec").orElse("raw")) {
          case "raw" -> Cid.RAW;
          case "dag-pb" -> Cid.DAG_PB;
          case "dag-cbor" -> Cid.DAG_CBOR;
          case String other ->
              throw OperationException.usage(
                  "--cid-codec: raw, dag-pb or dag-cbor, not " + Printable.quote(other));
        };
    if (!request.files().hasNext()) {
      throw OperationException.usage("block put needs a file");
    }
    return Reply.rows(
        out -> {
          while (request.files().hasNext()) {
            out.accept(row(keep(request, codec)));
          }
        });
  }

  private Block keep(Request request, long codec) {
    Request.Part part = request.files().next();
    try (InputStream in = part.content()) {
      byte[] bytes = in.readNBytes(Block.MAX_BYTES + 1);
      boolean file = part.kind() == Request.PartKind.FILE;
      if (!file || bytes.length > Block.MAX_BYTES) {
        throw OperationException.failed(
            !file
                ? "a folder or symbolic link is no block"
                : "produced block is over " + Block.MAX_BYTES + " bytes, more than peers exchange");
      }
      Block block = Block.hashing(1, codec, Bytes.wrap(bytes));
      content.keep(block);
      if (request.isLocal()) {
        content.announceLater(List.of(block.cid()));
      } else {
        content.announce(List.of(block.cid()));
      }
      return block;
    } catch (ContentException e) {
      throw ContentFaults.told(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
