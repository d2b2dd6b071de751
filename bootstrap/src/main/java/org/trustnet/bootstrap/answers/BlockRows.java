package org.trustnet.bootstrap.answers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.ListedEntry;

/** What the user blocked, as {@code trust ls} and the commands tell it. */
final class BlockRows {
  /** The word for a key blocked as a peer. */
  static final String PEER = "peer";

  /** The word for a key blocked as a name. */
  static final String NAME = "name";

  private BlockRows() {}

  /** As what {@code key} is blocked: {@link #PEER}, {@link #NAME}, both or nothing. */
  static List<String> of(Blocks blocks, PeerId key) {
    List<String> kinds = new ArrayList<>();
    if (blocks.peers().contains(key)) {
      kinds.add(PEER);
    }
    if (blocks.names().contains(key)) {
      kinds.add(NAME);
    }
    return kinds;
  }

  /** The blocks that no entry shows with its flag, a row for each key, in the keys' order. */
  static List<Map<String, Object>> withoutEntry(Snapshot snapshot) {
    Blocks blocks = snapshot.policy().blocks();
    Set<PeerId> peers = new HashSet<>(blocks.peers());
    Set<PeerId> names = new HashSet<>(blocks.names());
    for (Holding holding : snapshot.holdings()) {
      switch (holding.entry()) {
        case DirectEntry direct -> peers.remove(direct.peer());
        case ListedEntry listed -> listed.name().ifPresent(names::remove);
      }
    }
    Blocks left = new Blocks(peers, names);
    Set<PeerId> keys = new TreeSet<>(peers);
    keys.addAll(names);
    return keys.stream().map(key -> row(left, key)).toList();
  }

  private static Map<String, Object> row(Blocks blocks, PeerId key) {
    List<String> kinds = of(blocks, key);
    String text = kinds.contains(PEER) ? key.toString() : key.toName();
    return Json.object("pubkey", text, "blocked", kinds);
  }
}
