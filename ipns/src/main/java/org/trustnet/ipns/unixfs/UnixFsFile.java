package org.trustnet.ipns.unixfs;

import java.io.InputStream;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/** A file whose root node was fetched. For one thread at a time. */
public final class UnixFsFile {
  private final GraphReader graph;
  private final Cid cid;
  private final FileNode root;

  private UnixFsFile(GraphReader graph, Cid cid, FileNode root) {
    this.graph = graph;
    this.cid = cid;
    this.root = root;
  }

  /**
   * Fetches the root of a file.
   *
   * @throws ContentException if it cannot be had, is no file, or the file is longer than {@code
   *     limits} allow
   */
  public static UnixFsFile open(Cid cid, BlockSource source, ReadLimits limits)
      throws ContentException {
    GraphReader graph = new GraphReader(source, limits);
    FileNode root = FileNode.of(graph.load(cid));
    if (root.size() > limits.maxBytes()) {
      throw new ContentException(new ContentFailure.TooLarge("bytes", limits.maxBytes()));
    }
    return new UnixFsFile(graph, cid, root);
  }

  public Cid cid() {
    return cid;
  }

  /** Length in bytes, as the root says; each block is held to it when it is read. */
  public long size() {
    return root.size();
  }

  /** The whole file, fetched while it is read. */
  public InputStream read() {
    return read(0, root.size());
  }

  /**
   * A part of the file, fetched while it is read; what lies beyond the end is left out. The stream
   * throws {@link ContentException}; closing it does nothing.
   *
   * @param offset of the first byte, not negative
   * @param length at most so many bytes, not negative
   */
  public InputStream read(long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("range " + offset + ", " + length);
    }
    long from = Math.min(offset, root.size());
    return new FileStream(graph, root, from, Math.min(length, root.size() - from));
  }

  /**
   * The whole file in memory.
   *
   * @param maxBytes of a longer file nothing is read
   * @throws ContentException if it is longer, or a block cannot be had
   */
  public Bytes readAll(int maxBytes) throws ContentException {
    if (root.size() > maxBytes) {
      throw new ContentException(new ContentFailure.TooLarge("bytes", maxBytes));
    }
    byte[] all = new byte[(int) root.size()];
    FileStream stream = new FileStream(graph, root, 0, all.length);
    int at = 0;
    while (at < all.length) {
      int count = stream.read(all, at, all.length - at);
      if (count < 0) {
        throw GraphReader.malformed(cid, "ends after " + at + " of " + all.length + " bytes");
      }
      at += count;
    }
    return Bytes.wrap(all);
  }
}
