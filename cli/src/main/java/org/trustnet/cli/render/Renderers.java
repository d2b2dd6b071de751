package org.trustnet.cli.render;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.operation.OperationSpec;

/** The renderer of each operation, by its path. */
public final class Renderers {
  private static final Map<String, Renderer> ALL = all();

  private Renderers() {}

  private static Map<String, Renderer> all() {
    Map<String, Renderer> map = new HashMap<>();
    NodeRenderers.addTo(map);
    TrustRenderers.addTo(map);
    NameRenderers.addTo(map);
    SwarmRenderers.addTo(map);
    RoutingRenderers.addTo(map);
    ContentRenderers.addTo(map);
    return Map.copyOf(map);
  }

  /** Whether {@code path} has one. */
  public static boolean has(String path) {
    return ALL.containsKey(path);
  }

  /** The renderer of {@code spec}. */
  public static Renderer of(OperationSpec spec) {
    Renderer renderer = ALL.get(spec.path());
    if (renderer == null) {
      throw new IllegalStateException("no renderer for " + spec.path());
    }
    return renderer;
  }

  /** Says nothing: that it is done is all there is to say. */
  static void nothing(Fields json, Sheet sheet) {
    // Kubo prints nothing either
  }

  /** The value of the field {@code name} on a line. */
  static Renderer field(String name) {
    return (json, sheet) -> {
      if (json.has(name)) {
        sheet.line(json.text(name));
      }
    };
  }

  /** The elements of the list {@code name}, one a line. */
  static Renderer list(String name) {
    return (json, sheet) ->
        (json.has(name) ? json.list(name) : json.items()).forEach(e -> sheet.line(e.shown()));
  }

  /** The document as indented JSON. */
  static void document(Fields json, Sheet sheet) {
    sheet.line(Documents.indented(json));
  }

  /** Each item on a line: texts as they are, objects as a row of {@code columns}. */
  static Renderer table(String... columns) {
    return (json, sheet) -> json.items().forEach(item -> sheet.row(row(item, columns)));
  }

  private static List<String> row(Fields item, String... columns) {
    return item.isObject()
        ? List.of(columns).stream().map(item::text).toList()
        : List.of(item.shown());
  }

  /** Every field on a line with its name; a list in an object one element a line, indented. */
  static void fields(Fields json, Sheet sheet) {
    if (!json.isObject()) {
      json.items().forEach(item -> sheet.line(item.shown()));
      return;
    }
    for (String name : json.names()) {
      List<Fields> elements = json.list(name);
      if (elements.stream().anyMatch(Fields::isObject)) {
        sheet.line(new Fields(name).shown() + ":");
        elements.forEach(e -> sheet.line("  " + inOneLine(e)));
      } else if (json.at(name).isObject()) {
        sheet.line(new Fields(name).shown() + ": " + inOneLine(json.at(name)));
      } else {
        sheet.line(new Fields(name).shown() + ": " + json.text(name));
      }
    }
  }

  /** The fields of an object on one line: {@code name value, name value}. */
  static String inOneLine(Fields json) {
    if (!json.isObject()) {
      return json.shown();
    }
    return String.join(
        ", ",
        json.names().stream()
            .filter(name -> !json.text(name).isEmpty())
            .map(name -> new Fields(name).shown() + " " + json.text(name))
            .toList());
  }
}
