package org.trustnet.cli.render;

import java.util.List;
import java.util.Map;

/** The node itself and its configuration. */
final class NodeRenderers {
  private static final double NANOS_PER_MILLI = 1e6;

  private NodeRenderers() {}

  static void addTo(Map<String, Renderer> map) {
    map.put("id", Renderers::document);
    map.put("version", (json, sheet) -> sheet.line("trustnet version " + json.text("Version")));
    map.put("shutdown", Renderers::nothing);
    map.put("ping", NodeRenderers::ping);
    map.put("config/show", Renderers::document);
    map.put("config/get", NodeRenderers::value);
    map.put("config/set", NodeRenderers::written);
    map.put("config/check", NodeRenderers::checked);
  }

  private static void ping(Fields row, Sheet sheet) {
    if (!row.text("Text").isEmpty()) {
      sheet.line(row.text("Text"));
    } else if (row.text("Success").equals("yes")) {
      sheet.line("Pong received: time=%.2f ms".formatted(row.number("Time") / NANOS_PER_MILLI));
    }
  }

  private static void checked(Fields json, Sheet sheet) {
    List<Fields> advice = json.list("Strings");
    if (advice.isEmpty()) {
      sheet.line("no fault, and nothing to add");
    }
    advice.forEach(line -> sheet.line(line.shown()));
  }

  private static void written(Fields json, Sheet sheet) {
    if (json.has("Applies")) {
      sheet.line("written; it applies " + json.text("Applies"));
    }
  }

  private static void value(Fields json, Sheet sheet) {
    Fields value = json.at("Value");
    if (value.isObject() || !value.elements().isEmpty()) {
      sheet.line(Documents.indented(value));
    } else {
      sheet.line(value.json() instanceof Boolean bool ? bool.toString() : value.shown());
    }
  }
}
