package org.trustnet.ipns.unixfs;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/**
 * The bytes of a range of a file. Holds the nodes from the root to the current leaf; a child is
 * found by the sizes before it, so that what is outside the range is never fetched, and must have
 * the size that its parent says.
 */
final class FileStream extends InputStream {
  /** The source is told of coming blocks whenever so many of those told were read. */
  private static final int SOON_STEP = BlockSource.MAX_SOON / 2;

  private static final class Frame {
    private final FileNode node;
    private int next;

    private Frame(FileNode node) {
      this.node = node;
    }
  }

  private final GraphReader graph;
  private final Deque<Frame> path = new ArrayDeque<>();
  private Bytes current = Bytes.empty();
  private int position;
  private long skip;
  private long left;

  FileStream(GraphReader graph, FileNode root, long offset, long length) {
    this.graph = graph;
    this.skip = offset;
    this.left = length;
    enter(root);
  }

  @Override
  public int read() throws ContentException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int at, int length) throws ContentException {
    Objects.checkFromIndexSize(at, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (left == 0 || !fill()) {
      return -1;
    }
    int count = (int) Math.min(Math.min(length, current.length() - position), left);
    current.slice(position, position + count).copyTo(target, at);
    position += count;
    left -= count;
    return count;
  }

  /** Makes the current leaf one with bytes left; false at the end of the file. */
  private boolean fill() throws ContentException {
    while (position == current.length()) {
      Frame frame = path.peek();
      if (frame == null) {
        return false;
      }
      if (frame.next == frame.node.children().size()) {
        path.pop();
      } else {
        step(frame);
      }
    }
    return true;
  }

  private void step(Frame frame) throws ContentException {
    int index = frame.next++;
    long size = frame.node.sizes().get(index);
    if (skip >= size) {
      skip -= size;
      return;
    }
    if (index % SOON_STEP == 0 || skip > 0) {
      graph.soon(coming(frame.node, index));
    }
    Cid cid = frame.node.children().get(index);
    FileNode child = FileNode.of(graph.load(cid));
    if (child.size() != size) {
      throw GraphReader.malformed(
          cid, "has " + child.size() + " bytes of the file, its parent says " + size);
    }
    if (!child.children().isEmpty() && path.size() >= graph.limits().maxDepth()) {
      throw new ContentException(new ContentFailure.TooLarge("levels", graph.limits().maxDepth()));
    }
    enter(child);
  }

  private void enter(FileNode node) {
    int from = (int) Math.min(skip, node.own().length());
    current = node.own().slice(from);
    position = 0;
    skip -= from;
    if (!node.children().isEmpty()) {
      path.push(new Frame(node));
    }
  }

  /** The children from {@code index} on that the range still needs. */
  private List<Cid> coming(FileNode node, int index) {
    List<Cid> cids = new ArrayList<>();
    long ahead = -skip;
    for (int i = index;
        i < node.children().size() && ahead < left && cids.size() < BlockSource.MAX_SOON;
        i++) {
      if (node.sizes().get(i) > 0) {
        cids.add(node.children().get(i));
      }
      ahead += node.sizes().get(i);
    }
    return cids;
  }
}
