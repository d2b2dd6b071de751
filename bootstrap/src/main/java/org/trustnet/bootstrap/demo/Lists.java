package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes and publishes the demonstration's trust files. */
final class Lists {
  /** The key of each publisher that signs its list. */
  static final String KEY = "list";

  private Lists() {}

  /**
   * A list as it was published last.
   *
   * @param name the IPNS name, as the publisher answered
   * @param value the path that its record leads to, as the publisher answered
   * @param sequence the record's, as the publisher answered
   * @param announced how many peers took the record, as the publisher answered
   * @param file what was given to the publisher
   */
  record Published(String name, String value, String sequence, String announced, Bytes file) {
    Map<String, Object> json() {
      return ordered("Name", name, "Value", value, "Sequence", sequence, "File", file.toUtf8());
    }
  }

  /** Publishes a list of these nodes under the publisher's key. */
  static Published publish(Member publisher, List<Member> listed)
      throws IOException, InterruptedException {
    Bytes file = of(publisher.name(), listed);
    JsonNode answer = publisher.call("publish", List.of(), file, "key=" + KEY);
    return new Published(
        answer.path("Name").asString(),
        answer.path("Value").asString(),
        answer.path("Sequence").asString(),
        answer.path("Announced").asString(),
        file);
  }

  /** A list of nodes at the addresses they announce. */
  private static Bytes of(String publisher, List<Member> members) {
    List<Object> rows = new ArrayList<>();
    for (Member member : members) {
      rows.add(
          ordered(
              "node", "node-" + (rows.size() + 1),
              "pubkey", member.peer(),
              "remotes",
                  member.node().addresses().stream()
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
