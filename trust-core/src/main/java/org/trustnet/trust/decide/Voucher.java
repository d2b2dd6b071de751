package org.trustnet.trust.decide;

import java.util.List;
import org.trustnet.trust.model.Remote;

/** One entry's word for one peer. */
final class Voucher {
  final EntryView view;
  final String nodeLabel;
  final List<Remote> remotes;
  final List<RemoteRules.Dropped> dropped;
  final boolean strict;

  /** From when the update guard lets the node count, in milliseconds. */
  final long inForce;

  Voucher(EntryView view, String nodeLabel, RemoteRules.Judged judged, boolean strict, long from) {
    this.view = view;
    this.nodeLabel = nodeLabel;
    this.remotes = judged.usable();
    this.dropped = judged.dropped();
    this.strict = strict;
    this.inForce = from;
  }

  boolean vouches(long now) {
    return now >= inForce && view.inForce(now);
  }

  int given(long now) {
    return now >= inForce ? view.given(now) : 0;
  }
}
