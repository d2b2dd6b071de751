package org.trustnet.ipns.unixfs;

import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/** Walks a path through directories, fetching a node for each name. */
public final class PathResolver {
  private PathResolver() {}

  /**
   * What {@code path} leads to; the block budget of {@code limits} covers the whole walk.
   *
   * @throws ContentException if a block cannot be had, a name is missing, what a name is looked up
   *     in is no directory, or a link's target is over {@link DirectoryBuilder#MAX_NAME_BYTES}
   */
  public static UnixFsEntry resolve(IpfsPath path, BlockSource source, ReadLimits limits)
      throws ContentException {
    GraphReader graph = new GraphReader(source, limits);
    return entry(graph, end(path, graph));
  }

  /**
   * The CID that {@code path} leads to, of any codec; its own block is not fetched.
   *
   * @throws ContentException as {@link #resolve}
   */
  public static Cid locate(IpfsPath path, BlockSource source, ReadLimits limits)
      throws ContentException {
    return end(path, new GraphReader(source, limits));
  }

  private static Cid end(IpfsPath path, GraphReader graph) throws ContentException {
    Cid cid = path.root();
    for (String segment : path.segments()) {
      Cid directory = cid;
      cid =
          directory(graph, cid)
              .find(segment)
              .orElseThrow(
                  () -> new ContentException(new ContentFailure.NoSuchEntry(directory, segment)))
              .cid();
    }
    return cid;
  }

  private static UnixFsDirectory directory(GraphReader graph, Cid cid) throws ContentException {
    if (graph.load(cid) instanceof UnixFsNode.Inner inner && UnixFsDirectory.isDirectory(inner)) {
      return new UnixFsDirectory(graph, inner);
    }
    throw new ContentException(new ContentFailure.NotADirectory(cid));
  }

  private static UnixFsEntry entry(GraphReader graph, Cid cid) throws ContentException {
    UnixFsNode node = graph.load(cid);
    if (node instanceof UnixFsNode.Inner inner) {
      if (UnixFsDirectory.isDirectory(inner)) {
        return new UnixFsEntry.Directory(cid);
      }
      if (inner.data().kind() == UnixFsData.Kind.SYMLINK) {
        return symlink(cid, inner.data().data());
      }
    }
    return new UnixFsEntry.File(cid, FileNode.of(node).size());
  }

  /** Nobody adds a longer target than {@link DirectoryBuilder}; a hostile one fills its block. */
  private static UnixFsEntry symlink(Cid cid, Bytes target) throws ContentException {
    if (target.length() > DirectoryBuilder.MAX_NAME_BYTES) {
      throw GraphReader.malformed(
          cid,
          "a symbolic link with a target of "
              + target.length()
              + " bytes, at most "
              + DirectoryBuilder.MAX_NAME_BYTES);
    }
    return new UnixFsEntry.Symlink(cid, target);
  }
}
