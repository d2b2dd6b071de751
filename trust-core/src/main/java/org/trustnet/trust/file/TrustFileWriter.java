package org.trustnet.trust.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.TrustFunction;

/**
 * Writes trust files in the shape of {@code file fmt}: known fields in the order of the
 * specification, unknown ones after them as they came, peers in base 58, two spaces a level, a
 * closing newline.
 */
public final class TrustFileWriter {
  private static final List<String> ROOT =
      List.of(
          "version",
          "description",
          "contact",
          "entities",
          "links",
          "predecessor",
          "successor",
          "next",
          "revoked");
  private static final List<String> ENTITY = List.of("entity", "nodes");
  private static final List<String> NODE =
      List.of("node", "pubkey", "contact", "remotes", "remotes-strict", "functions");

  private TrustFileWriter() {}

  /** A file with nothing unknown in it, all mandatory fields written. */
  public static Bytes write(TrustFile file) {
    return write(toJson(file));
  }

  /** A file read before, with its unknown fields. */
  public static Bytes write(Json.Obj json) {
    StringBuilder out = new StringBuilder();
    JsonText.append(out, ordered(json, ROOT, TrustFileWriter::rootField), 0);
    return Bytes.utf8(out.append('\n').toString());
  }

  /** The revocation file: all that is needed to revoke the key it is published under. */
  public static Bytes revocation() {
    return Bytes.utf8("{\n  \"version\": 1,\n  \"revoked\": true\n}\n");
  }

  /** The tree of a file, to be changed and written. */
  public static Json.Obj toJson(TrustFile file) {
    SequencedMap<String, Json> root = new LinkedHashMap<>();
    root.put("version", new Json.Num("1"));
    root.put("description", new Json.Text(file.description()));
    root.put("contact", texts(file.contact()));
    List<Json> entities = new ArrayList<>();
    for (TrustFile.Entity entity : file.entities()) {
      SequencedMap<String, Json> fields = new LinkedHashMap<>();
      fields.put("entity", new Json.Text(entity.label()));
      fields.put(
          "nodes", new Json.Arr(entity.nodes().stream().map(TrustFileWriter::node).toList()));
      entities.add(new Json.Obj(fields));
    }
    root.put("entities", new Json.Arr(entities));
    return new Json.Obj(root);
  }

  private static Json node(Node node) {
    SequencedMap<String, Json> fields = new LinkedHashMap<>();
    fields.put("node", new Json.Text(node.label()));
    fields.put("pubkey", new Json.Text(node.peer().toString()));
    if (!node.contact().isEmpty()) {
      fields.put("contact", texts(node.contact()));
    }
    if (!node.remotes().isEmpty()) {
      fields.put("remotes", texts(node.remotes().stream().map(Object::toString).toList()));
    }
    if (!node.strict()) {
      fields.put("remotes-strict", new Json.Bool(false));
    }
    if (!node.hints().isEmpty()) {
      fields.put("functions", texts(node.hints().list().stream().map(TrustFunction::id).toList()));
    }
    return new Json.Obj(fields);
  }

  private static Json texts(List<String> texts) {
    return new Json.Arr(texts.stream().<Json>map(Json.Text::new).toList());
  }

  /** Rewrites one field's value. */
  private interface Rewrite {
    Json apply(String name, Json value);
  }

  private static Json ordered(Json json, List<String> known, Rewrite rewrite) {
    if (!(json instanceof Json.Obj object)) {
      return json;
    }
    SequencedMap<String, Json> fields = new LinkedHashMap<>();
    for (String name : known) {
      object.field(name).ifPresent(value -> fields.put(name, rewrite.apply(name, value)));
    }
    for (Map.Entry<String, Json> field : object.fields().entrySet()) {
      fields.putIfAbsent(field.getKey(), field.getValue());
    }
    return new Json.Obj(fields);
  }

  private static Json rootField(String name, Json value) {
    return name.equals("entities")
        ? each(value, item -> ordered(item, ENTITY, TrustFileWriter::entityField))
        : value;
  }

  private static Json entityField(String name, Json value) {
    return name.equals("nodes")
        ? each(value, item -> ordered(item, NODE, TrustFileWriter::nodeField))
        : value;
  }

  private static Json nodeField(String name, Json value) {
    if (name.equals("pubkey") && value instanceof Json.Text text) {
      try {
        return new Json.Text(PeerId.parse(text.text()).toString());
      } catch (MultiformatException e) {
        return value; // formatting keeps what validation will refuse
      }
    }
    return value;
  }

  private static Json each(Json value, java.util.function.UnaryOperator<Json> change) {
    return value instanceof Json.Arr array
        ? new Json.Arr(array.items().stream().map(change).toList())
        : value;
  }
}
