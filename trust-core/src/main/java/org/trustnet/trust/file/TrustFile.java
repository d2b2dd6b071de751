package org.trustnet.trust.file;

import java.util.List;
import java.util.stream.Stream;

/**
 * A trust file as read: valid, with defaults filled in.
 *
 * @param description text, escape before showing
 * @param contact URIs
 * @param entities persons, projects and so on, with their nodes; no peer is in it twice
 */
public record TrustFile(String description, List<String> contact, List<Entity> entities) {
  /**
   * A person, project or organisation.
   *
   * @param label its {@code entity}
   * @param nodes its nodes
   */
  public record Entity(String label, List<Node> nodes) {
    public Entity {
      nodes = List.copyOf(nodes);
    }
  }

  /** A file that lists nobody. */
  public static final TrustFile EMPTY = new TrustFile("", List.of(), List.of());

  public TrustFile {
    contact = List.copyOf(contact);
    entities = List.copyOf(entities);
  }

  /** All nodes, in the file's order. */
  public Stream<Node> nodes() {
    return entities.stream().flatMap(e -> e.nodes().stream());
  }

  public int nodeCount() {
    return entities.stream().mapToInt(e -> e.nodes().size()).sum();
  }
}
