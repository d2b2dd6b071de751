package org.trustnet.cli.render;

import java.util.Map;

/** IPNS and keys. */
final class NameRenderers {
  private NameRenderers() {}

  static void addTo(Map<String, Renderer> map) {
    map.put(
        "name/publish",
        (json, sheet) -> {
          if (sheet.flag("quieter")) {
            sheet.line(json.text("Name"));
            return;
          }
          sheet.line("Published to " + json.text("Name") + ": " + json.text("Value"));
          if (json.has("Message")) {
            sheet.line(json.text("Message"));
          }
        });
    map.put("name/resolve", Renderers.field("Path"));
    map.put("name/inspect", InspectRenderer::show);
    map.put("name/get", Renderers::fields);
    map.put("name/put", Renderers::fields);
    map.put("key/gen", Renderers.field("Id"));
    map.put("key/ls", NameRenderers::keys);
    map.put("key/list", NameRenderers::keys);
    map.put("key/import", Renderers.field("Id"));
    map.put("key/export", Renderers::nothing);
    map.put("key/rename", NameRenderers::renamed);
    map.put("key/rm", (json, sheet) -> json.list("Keys").forEach(key -> removed(key, sheet)));
  }

  private static String name(Fields key) {
    return key.has("Name") ? key.text("Name") : key.shown();
  }

  private static void keys(Fields json, Sheet sheet) {
    if (sheet.flag("l")) {
      sheet.table(
          json.list("Keys").stream()
              .map(key -> java.util.List.of(key.text("Id"), key.text("Name")))
              .toList());
    } else {
      json.list("Keys").forEach(key -> sheet.line(name(key)));
    }
  }

  private static void removed(Fields key, Sheet sheet) {
    sheet.line(name(key));
    if (key.has("Message")) {
      sheet.line("  " + key.text("Message"));
    }
  }

  private static void renamed(Fields json, Sheet sheet) {
    String over = json.text("Overwrite").equals("yes") ? " with overwriting" : "";
    sheet.line("Key " + json.text("Id") + " renamed to " + json.text("Now") + over);
  }
}
