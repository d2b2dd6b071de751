package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.model.Remote;

/**
 * The remotes of a file that is to be published which its readers would not use. Trust model,
 * section 1, "Remotes". Pure.
 */
public final class PublishedRemotes {
  /** Why a remote of a node is not used, or empty if it is. */
  private interface Rule {
    Optional<String> fault(Node node, Remote remote);
  }

  private PublishedRemotes() {}

  /** Those that lead nowhere for anybody, such as port 0: mistakes. */
  public static List<ReadResult.Warning> faults(TrustFile file) {
    return told(file, (node, remote) -> RemoteRules.undialable(remote, node.peer()));
  }

  /** Those that only readers of the same network may use, such as private addresses. */
  public static List<ReadResult.Warning> warnings(TrustFile file) {
    return told(
        file,
        (node, remote) ->
            RemoteRules.undialable(remote, node.peer()).isPresent()
                ? Optional.empty()
                : RemoteRules.judge(List.of(remote), node.peer(), Policy.RemoteScope.PUBLIC)
                    .dropped()
                    .stream()
                    .findFirst()
                    .map(
                        dropped ->
                            remote
                                + " is dropped by readers that allow no private remotes: "
                                + dropped.reason()));
  }

  private static List<ReadResult.Warning> told(TrustFile file, Rule rule) {
    List<ReadResult.Warning> all = new ArrayList<>();
    for (int i = 0; i < file.entities().size(); i++) {
      List<Node> nodes = file.entities().get(i).nodes();
      for (int j = 0; j < nodes.size(); j++) {
        Node node = nodes.get(j);
        for (int k = 0; k < node.remotes().size(); k++) {
          String where = "entities[%d].nodes[%d].remotes[%d]".formatted(i, j, k);
          String named = Printable.quote(node.label()) + " " + node.peer() + ": ";
          rule.fault(node, node.remotes().get(k))
              .filter(_ -> all.size() < ReadResult.MAX_WARNINGS)
              .ifPresent(why -> all.add(new ReadResult.Warning(where, named + why)));
        }
      }
    }
    return List.copyOf(all);
  }
}
