package org.trustnet.ipns.unixfs;

import java.io.IOException;
import java.io.InputStream;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.multiformats.Bytes;

/**
 * Writes files as blocks, with the CIDs that {@code ipfs add} gives them. Memory: one chunk, and
 * one unfinished node for each level of the tree, whatever the length of the file.
 */
public final class FileImporter {
  private final NodeWriter writer;

  public FileImporter(ImportConfig config, BlockSink sink) {
    writer = new NodeWriter(config, sink);
  }

  /**
   * Reads {@code in} to its end and writes its blocks, leaves first. Does not close {@code in}.
   *
   * @throws ContentException if the sink refuses a block
   * @throws IOException if reading fails
   */
  public Imported add(InputStream in) throws IOException {
    int chunkBytes = writer.config().chunkBytes();
    BalancedLayout layout = new BalancedLayout(writer);
    byte[] chunk = in.readNBytes(chunkBytes);
    layout.add(writer.leaf(Bytes.wrap(chunk)));
    while (chunk.length == chunkBytes) {
      chunk = in.readNBytes(chunkBytes);
      if (chunk.length > 0) {
        layout.add(writer.leaf(Bytes.wrap(chunk)));
      }
    }
    return layout.finish();
  }

  /**
   * Writes a symbolic link.
   *
   * @param target the path in it, as its bytes
   * @throws IllegalArgumentException if it is longer than {@link DirectoryBuilder#MAX_NAME_BYTES}
   */
  public Imported symlink(Bytes target) throws ContentException {
    return writer.symlink(target);
  }
}
