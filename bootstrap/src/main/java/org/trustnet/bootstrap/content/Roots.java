package org.trustnet.bootstrap.content;

import java.util.List;
import org.trustnet.multiformats.Cid;

/**
 * The roots of what was added or published, across restarts: the block store knows blocks only. For
 * virtual threads: it blocks on a disk. Safe on any of them.
 */
public interface Roots {
  /** Remembers them. A disk that refuses is logged: then the next start will not announce them. */
  void add(List<Cid> roots);

  /** All that are remembered, also those whose blocks are gone, up to a bound that is logged. */
  List<Cid> all();
}
