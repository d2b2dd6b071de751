package org.trustnet.ipns.unixfs;

import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/** Turns nodes into blocks and hands them to a sink. */
record NodeWriter(ImportConfig config, BlockSink sink) {
  Imported leaf(Bytes chunk) throws ContentException {
    if (config.leaves() == ImportConfig.Leaves.RAW) {
      Block block = Block.hashing(1, Cid.RAW, chunk);
      sink.accept(block);
      return new Imported(block.cid(), chunk.length(), chunk.length());
    }
    return node(List.of(), UnixFsData.file(chunk, List.of()));
  }

  Imported inner(List<Imported> children) throws ContentException {
    List<PbLink> links = children.stream().map(child -> child.link(Bytes.empty())).toList();
    List<Long> sizes = children.stream().map(Imported::fileBytes).toList();
    return node(links, UnixFsData.file(Bytes.empty(), sizes));
  }

  Imported symlink(Bytes target) throws ContentException {
    if (target.length() > DirectoryBuilder.MAX_NAME_BYTES) {
      throw new IllegalArgumentException("symlink target of " + target.length() + " bytes");
    }
    return node(List.of(), UnixFsData.symlink(target));
  }

  Imported node(List<PbLink> links, UnixFsData data) throws ContentException {
    Bytes encoded = new PbNode(links, Optional.of(data.encode())).encode();
    Block block = Block.hashing(config.cidVersion(), Cid.DAG_PB, encoded);
    sink.accept(block);
    long below = links.stream().mapToLong(PbLink::tsize).sum();
    return new Imported(
        block.cid(), data.fileSize().orElse(0), Math.addExact(below, encoded.length()));
  }
}
