package org.trustnet.ipns.unixfs;

import java.util.Optional;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/** A directory, plain or sharded, whose root node was fetched. For one thread at a time. */
public final class UnixFsDirectory {
  /** Takes the entries of a directory. */
  @FunctionalInterface
  public interface Visitor {
    /** One entry; its name is as stored and may be hostile. */
    void entry(PbLink entry) throws ContentException;
  }

  private final GraphReader graph;
  private final UnixFsNode.Inner root;

  UnixFsDirectory(GraphReader graph, UnixFsNode.Inner root) {
    this.graph = graph;
    this.root = root;
  }

  /**
   * Fetches the root of a directory.
   *
   * @throws ContentException if it cannot be had or is no directory
   */
  public static UnixFsDirectory open(Cid cid, BlockSource source, ReadLimits limits)
      throws ContentException {
    GraphReader graph = new GraphReader(source, limits);
    UnixFsNode node = graph.load(cid);
    if (node instanceof UnixFsNode.Inner inner && isDirectory(inner)) {
      return new UnixFsDirectory(graph, inner);
    }
    throw new ContentException(new ContentFailure.NotADirectory(cid));
  }

  static boolean isDirectory(UnixFsNode.Inner node) {
    return switch (node.data().kind()) {
      case DIRECTORY, HAMT_SHARD -> true;
      case FILE, RAW, METADATA, SYMLINK -> false;
    };
  }

  public Cid cid() {
    return root.cid();
  }

  /** The entry of this name, bytes compared; of several the first. */
  public Optional<PbLink> find(String name) throws ContentException {
    Bytes wanted = Bytes.utf8(name);
    if (root.data().kind() == UnixFsData.Kind.DIRECTORY) {
      return root.node().links().stream().filter(link -> link.name().equals(wanted)).findFirst();
    }
    HamtShard shard = HamtShard.of(root);
    long hash = Murmur3.hash(wanted);
    for (int used = 0; used + shard.bitsPerLevel() <= Long.SIZE; used += shard.bitsPerLevel()) {
      int index = (int) (hash << used >>> Long.SIZE - shard.bitsPerLevel());
      Optional<PbLink> link = shard.at(index);
      if (link.isEmpty() || !shard.isShard(link.get())) {
        return link.map(shard::entry).filter(entry -> entry.name().equals(wanted));
      }
      shard = below(shard, link.get());
    }
    throw GraphReader.malformed(root.cid(), "the sharded directory is deeper than its hash");
  }

  /**
   * Shows every entry, in stored order.
   *
   * @throws ContentException also what {@code visitor} throws
   */
  public void forEach(Visitor visitor) throws ContentException {
    if (root.data().kind() == UnixFsData.Kind.DIRECTORY) {
      for (PbLink link : root.node().links()) {
        visitor.entry(link);
      }
    } else {
      visit(HamtShard.of(root), 1, visitor);
    }
  }

  private void visit(HamtShard shard, int depth, Visitor visitor) throws ContentException {
    int levels = Math.min(graph.limits().maxDepth(), Long.SIZE / shard.bitsPerLevel());
    for (PbLink link : shard.links().values()) {
      if (!shard.isShard(link)) {
        visitor.entry(shard.entry(link));
      } else if (depth == levels) {
        throw new ContentException(new ContentFailure.TooLarge("levels", levels));
      } else {
        visit(below(shard, link), depth + 1, visitor);
      }
    }
  }

  private HamtShard below(HamtShard parent, PbLink link) throws ContentException {
    if (graph.load(link.cid()) instanceof UnixFsNode.Inner inner
        && inner.data().kind() == UnixFsData.Kind.HAMT_SHARD) {
      HamtShard shard = HamtShard.of(inner);
      if (shard.fanout() == parent.fanout()) {
        return shard;
      }
    }
    throw GraphReader.malformed(link.cid(), "is not a shard of the directory above it");
  }
}
