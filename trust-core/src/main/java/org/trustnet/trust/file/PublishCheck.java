package org.trustnet.trust.file;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/**
 * What a file must have to be published: all mandatory fields and well-formed contacts, beside all
 * that a reader asks. Trust model, section 1.
 */
public final class PublishCheck {
  private final List<ReadResult.Warning> missing = new ArrayList<>();

  private PublishCheck() {}

  /**
   * What is wrong with a file that is to be published, all of it; empty if it may be. What a reader
   * would merely drop is wrong too.
   */
  public static List<ReadResult.Warning> problems(Bytes content) {
    return switch (TrustFileReader.read(content)) {
      case ReadResult.Revoked _ -> List.of();
      case ReadResult.Refused refused -> all(content, refused);
      case ReadResult.Accepted accepted -> all(accepted.json());
    };
  }

  /** Of a file that is not JSON, or has a key twice, that; else all there is. */
  private static List<ReadResult.Warning> all(Bytes content, ReadResult.Refused refused) {
    ReadResult.Warning first = new ReadResult.Warning(refused.where(), refused.message());
    try {
      List<ReadResult.Warning> faults = all(JsonReader.read(content).root());
      return faults.contains(first)
          ? faults
          : Stream.concat(Stream.of(first), faults.stream()).toList();
    } catch (FileFault fault) {
      return List.of(first);
    }
  }

  /** What readers refuse or drop, then what is missing where they found no fault. */
  private static List<ReadResult.Warning> all(Json.Obj root) {
    PublishCheck check = new PublishCheck();
    check.root(root);
    List<ReadResult.Warning> all = new ArrayList<>(TrustFileReader.faults(root));
    Set<String> places = all.stream().map(ReadResult.Warning::where).collect(Collectors.toSet());
    check.missing.stream().filter(fault -> !places.contains(fault.where())).forEach(all::add);
    return List.copyOf(all);
  }

  /**
   * What to warn of when a file is one's own ({@code --self}): every node in it becomes {@code
   * ultimate}, so that others' nodes belong in a list under a second key.
   *
   * @param own the peer IDs of one's own nodes
   */
  public static List<ReadResult.Warning> selfWarnings(TrustFile file, Set<PeerId> own) {
    return file.nodes()
        .filter(node -> !own.contains(node.peer()))
        .map(
            node ->
                new ReadResult.Warning(
                    Printable.quote(node.label()) + " " + node.peer(),
                    "becomes ultimate by your own list: if it is not yours, publish it in a list"
                        + " under a second key"))
        .toList();
  }

  private void root(Json.Obj root) {
    need(root, "", List.of("description", "contact", "entities"));
    contacts(root, "");
    List<Json> entities = items(root, "entities");
    for (int i = 0; i < entities.size(); i++) {
      if (entities.get(i) instanceof Json.Obj entity) {
        entity(entity, "entities[" + i + "]");
      }
    }
  }

  private void entity(Json.Obj entity, String path) {
    need(entity, path + ".", List.of("entity", "nodes"));
    List<Json> nodes = items(entity, "nodes");
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Json.Obj node) {
        String at = path + ".nodes[" + i + "].";
        need(node, at, List.of("node", "pubkey"));
        contacts(node, at);
      }
    }
  }

  private void need(Json.Obj object, String path, List<String> fields) {
    for (String field : fields) {
      if (object.field(field).isEmpty()) {
        missing.add(
            new ReadResult.Warning(path + field, "missing: a published file has it, add it"));
      } else if (object.field(field).get().equals(new Json.Text(""))
          && !field.equals("description")) {
        missing.add(new ReadResult.Warning(path + field, "empty: fill it in"));
      }
    }
  }

  private void contacts(Json.Obj object, String path) {
    List<Json> contacts = items(object, "contact");
    for (int i = 0; i < contacts.size(); i++) {
      if (contacts.get(i) instanceof Json.Text text && !absolute(text.text())) {
        missing.add(
            new ReadResult.Warning(
                path + "contact[" + i + "]",
                "not a URI with a scheme such as mailto: or https://: "
                    + Printable.quote(text.text())));
      }
    }
  }

  private static boolean absolute(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static List<Json> items(Json.Obj object, String field) {
    return object.field(field).orElse(new Json.Null()) instanceof Json.Arr array
        ? array.items()
        : List.of();
  }
}
