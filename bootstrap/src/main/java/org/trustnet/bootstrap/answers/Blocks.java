package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.util.List;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.bitswap.Bitswap;
import org.trustnet.ipns.bitswap.Fetch;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.StoredBlocks;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/**
 * Where one operation reads blocks from: peers too, or what is here alone. The empty folder is
 * everywhere, as in Kubo. Close it after use.
 */
final class Blocks implements BlockSource, AutoCloseable {
  /** UnixFS {@code Type = Directory} in a dag-pb node without links, which {@code add} writes. */
  private static final Block EMPTY_FOLDER = Block.hashing(0, Cid.DAG_PB, Bytes.hex("0a020801"));

  private final BlockSource source;
  private final Runnable end;

  private Blocks(BlockSource source, Runnable end) {
    this.source = source;
    this.end = end;
  }

  /**
   * The blocks that {@code request} may read.
   *
   * @param timeout for all of them
   * @throws OperationException if too many operations fetch already
   */
  static Blocks open(Content content, Request request, Duration timeout) {
    if (request.isLocal()) {
      return here(content);
    }
    try {
      Fetch fetch = content.fetch(timeout);
      return new Blocks(fetch, fetch::close);
    } catch (Bitswap.BusyException e) {
      throw OperationException.failed(String.valueOf(e.getMessage()));
    }
  }

  /** Those that are here, and no others. */
  static Blocks here(Content content) {
    return new Blocks(new StoredBlocks(content.store()), () -> {});
  }

  @Override
  public Block fetch(Cid cid) throws ContentException {
    return cid.toV1().equals(EMPTY_FOLDER.cid().toV1())
        ? Block.verified(cid, EMPTY_FOLDER.data()).orElseThrow()
        : source.fetch(cid);
  }

  @Override
  public void soon(List<Cid> cids) {
    source.soon(cids);
  }

  @Override
  public void close() {
    end.run();
  }
}
