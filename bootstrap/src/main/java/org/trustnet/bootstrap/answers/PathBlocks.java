package org.trustnet.bootstrap.answers;

import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.ipns.name.NamePath;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.ipns.unixfs.PathResolver;
import org.trustnet.ipns.unixfs.ReadLimits;

/** Finds the block that a path leads to, through names and directories. */
final class PathBlocks {
  private final Content content;
  private final NameWalk walk;

  PathBlocks(Content content, NameWalk walk) {
    this.content = content;
    this.walk = walk;
  }

  /**
   * The block at the end of {@code path}, of any codec, from here or from peers as {@code request}
   * allows and within its patience.
   *
   * @throws OperationException if there is none
   */
  Block find(NamePath path, Request request) throws InterruptedException {
    return found(path, request, false);
  }

  /**
   * As {@link #find}, but does not wait for a block that is not here while nobody could send it.
   */
  Block findNow(NamePath path, Request request) throws InterruptedException {
    return found(path, request, !request.isLocal() && content.alone());
  }

  private Block found(NamePath path, Request request, boolean alone) throws InterruptedException {
    IpfsPath end = walk.content(path, NameWalk.Search.of(request));
    try (Blocks blocks =
        alone ? Blocks.here(content) : Blocks.open(content, request, Arguments.patience(request))) {
      return blocks.fetch(PathResolver.locate(end, blocks, ReadLimits.defaults()));
    } catch (ContentException e) {
      if (alone && e.failure() instanceof ContentFailure.NotFound(var cid)) {
        throw OperationException.notFound(
            "the block " + cid + " is not here, and no peer is connected that could send it");
      }
      throw ContentFaults.told(e);
    }
  }
}
