package org.trustnet.bootstrap.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.node.Node;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import tools.jackson.databind.json.JsonMapper;

/** Writes the demonstration's trust files. */
final class TrustLists {
  private TrustLists() {}

  /** A list of nodes at the addresses they announce. */
  static Bytes of(String publisher, List<Node> nodes) {
    List<Object> rows = new ArrayList<>();
    for (Node node : nodes) {
      rows.add(
          ordered(
              "node", "node-" + (rows.size() + 1),
              "pubkey", node.peer().toString(),
              "remotes",
                  node.addresses().stream()
                      .flatMap(a -> a.withoutPeer().stream())
                      .map(Multiaddr::toString)
                      .toList()));
    }
    return Bytes.wrap(
        JsonMapper.shared()
            .writeValueAsBytes(
                ordered(
                    "version",
                    1,
                    "description",
                    "Nodes of " + publisher,
                    "contact",
                    List.of("mailto:" + publisher + "@example.org"),
                    "entities",
                    List.of(ordered("entity", "default", "nodes", rows)))));
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
