package org.trustnet.ipns.unixfs;

import java.util.ArrayList;
import java.util.List;
import org.trustnet.ipns.blocks.ContentException;

/**
 * Builds boxo's balanced tree over leaves that come from left to right, holding one unfinished node
 * a level: a node is written when it is full and a sibling begins. All leaves end up at the same
 * depth.
 */
final class BalancedLayout {
  private final NodeWriter writer;
  private final List<List<Imported>> levels = new ArrayList<>();

  BalancedLayout(NodeWriter writer) {
    this.writer = writer;
  }

  void add(Imported leaf) throws ContentException {
    add(leaf, 0);
  }

  private void add(Imported node, int level) throws ContentException {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    List<Imported> siblings = levels.get(level);
    if (siblings.size() == writer.config().linksPerNode()) {
      add(writer.inner(siblings), level + 1);
      siblings.clear();
    }
    siblings.add(node);
  }

  /** Writes what is unfinished; at least one leaf was added. */
  Imported finish() throws ContentException {
    for (int level = 0; level < levels.size() - 1; level++) {
      add(writer.inner(levels.get(level)), level + 1);
    }
    List<Imported> top = levels.getLast();
    return top.size() == 1 ? top.getFirst() : writer.inner(top);
  }
}
