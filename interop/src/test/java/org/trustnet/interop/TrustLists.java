package org.trustnet.interop;

import java.util.List;
import java.util.stream.Collectors;

/** Trust files as people write them. */
final class TrustLists {
  private TrustLists() {}

  /**
   * A list of these nodes.
   *
   * @param addresses multiaddrs that end in {@code /p2p/ID}
   */
  static String of(String description, List<String> addresses) {
    String nodes = addresses.stream().map(TrustLists::node).collect(Collectors.joining(",\n    "));
    return """
    {"version": 1,
     "description": "%s",
     "contact": ["mailto:ops@acme.example"],
     "entities": [{"entity": "default", "nodes": [
        %s]}]}
    """
        .formatted(description, nodes);
  }

  private static String node(String address) {
    int at = address.indexOf("/p2p/");
    return "{\"node\": \"a node\", \"pubkey\": \"%s\", \"remotes\": [\"%s\"]}"
        .formatted(address.substring(at + 5), address.substring(0, at));
  }
}
