package org.trustnet.ipns.unixfs;

import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockHash;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Cid;

/** Fetches and decodes the nodes of one graph, and counts them. For one thread. */
final class GraphReader {
  private final BlockSource source;
  private final ReadLimits limits;
  private long blocks;

  GraphReader(BlockSource source, ReadLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  ReadLimits limits() {
    return limits;
  }

  void soon(List<Cid> cids) {
    source.soon(cids);
  }

  UnixFsNode load(Cid cid) throws ContentException {
    if (!BlockHash.permitted(cid.hash())) {
      throw malformed(cid, "the hash function is not trusted, or its digest is too short");
    }
    Optional<Block> inlined = Block.inlined(cid);
    if (inlined.isEmpty() && blocks++ == limits.maxBlocks()) {
      throw new ContentException(new ContentFailure.TooLarge("blocks", limits.maxBlocks()));
    }
    return decode(inlined.isPresent() ? inlined.get() : source.fetch(cid).as(cid));
  }

  private static UnixFsNode decode(Block block) throws ContentException {
    Cid cid = block.cid();
    if (cid.codec() == Cid.RAW) {
      return new UnixFsNode.Raw(cid, block.data());
    }
    if (cid.codec() != Cid.DAG_PB) {
      throw malformed(cid, "codec " + cid.codec() + " is not UnixFS");
    }
    try {
      PbNode node = PbNode.decode(block.data());
      if (node.data().isEmpty()) {
        throw malformed(cid, "a dag-pb node without UnixFS data");
      }
      return new UnixFsNode.Inner(cid, node, UnixFsData.decode(node.data().get()));
    } catch (MalformedNodeException e) {
      throw malformed(cid, String.valueOf(e.getMessage()));
    }
  }

  static ContentException malformed(Cid cid, String why) {
    return new ContentException(new ContentFailure.Malformed(cid, why));
  }
}
