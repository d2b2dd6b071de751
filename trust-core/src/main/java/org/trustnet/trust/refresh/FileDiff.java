package org.trustnet.trust.refresh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.file.TrustFile;

/**
 * What a file changes against another.
 *
 * @param added nodes that are new
 * @param removed nodes that are gone
 * @param changed nodes of the same peer that say something else now
 */
public record FileDiff(List<Node> added, List<Node> removed, List<Node> changed) {
  public FileDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  public static FileDiff between(Optional<TrustFile> before, TrustFile after) {
    Map<PeerId, Node> old = byPeer(before.orElse(TrustFile.EMPTY));
    Map<PeerId, Node> now = byPeer(after);
    return new FileDiff(
        now.values().stream().filter(n -> !old.containsKey(n.peer())).toList(),
        old.values().stream().filter(n -> !now.containsKey(n.peer())).toList(),
        now.values().stream()
            .filter(n -> old.containsKey(n.peer()) && !n.equals(old.get(n.peer())))
            .toList());
  }

  private static Map<PeerId, Node> byPeer(TrustFile file) {
    Map<PeerId, Node> nodes = new LinkedHashMap<>();
    file.nodes().forEach(n -> nodes.put(n.peer(), n));
    return nodes;
  }

  @Override
  public String toString() {
    return "+%d -%d ~%d nodes".formatted(added.size(), removed.size(), changed.size());
  }
}
