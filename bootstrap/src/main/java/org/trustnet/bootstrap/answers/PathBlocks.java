package org.trustnet.bootstrap.answers;

import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.ContentException;
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
    IpfsPath end = walk.content(path, NameWalk.Search.of(request));
    try (Blocks blocks = Blocks.open(content, request, Arguments.patience(request))) {
      return blocks.fetch(PathResolver.locate(end, blocks, ReadLimits.defaults()));
    } catch (ContentException e) {
      throw ContentFaults.told(e);
    }
  }
}
