package org.trustnet.bootstrap.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.model.Remote;

/**
 * Names in lists that led to addresses which may not be dialled, at their last lookup. Each is
 * warned of once, until it leads elsewhere. Safe on any thread.
 */
final class DroppedNames {
  /** Most names that are remembered; of more, those looked up longest ago are forgotten. */
  static final int MAX_NAMES = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(DroppedNames.class);

  private record Place(PeerId peer, Remote remote) {}

  private final Map<Place, List<String>> reasons =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, List<String>> eldest) {
          return size() > MAX_NAMES;
        }
      };

  /**
   * A name was looked up.
   *
   * @param why for each address that was dropped, which and why; empty if none was
   */
  synchronized void lookedUp(PeerId peer, Remote name, List<String> why) {
    Place place = new Place(peer, name);
    if (why.isEmpty()) {
      reasons.remove(place);
    } else if (!why.equals(reasons.put(place, List.copyOf(why)))) {
      why.forEach(reason -> LOG.warn("a remote of {}: {}", peer, Printable.escape(reason)));
    }
  }

  /** Why names of {@code peer} are not used, or not wholly, as lines. */
  synchronized List<String> of(PeerId peer) {
    List<String> lines = new ArrayList<>();
    reasons.forEach(
        (place, why) -> {
          if (place.peer.equals(peer)) {
            lines.addAll(why);
          }
        });
    return lines;
  }
}
