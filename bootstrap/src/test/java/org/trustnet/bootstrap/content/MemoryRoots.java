package org.trustnet.bootstrap.content;

import java.util.ArrayList;
import java.util.List;
import org.trustnet.multiformats.Cid;

/** Roots of one run. */
public final class MemoryRoots implements Roots {
  private final List<Cid> roots = new ArrayList<>();

  @Override
  public synchronized void add(List<Cid> added) {
    roots.addAll(added);
  }

  @Override
  public synchronized List<Cid> all() {
    return List.copyOf(roots);
  }
}
