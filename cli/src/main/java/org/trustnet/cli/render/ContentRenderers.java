package org.trustnet.cli.render;

import java.util.Map;

/** Files and blocks. */
final class ContentRenderers {
  private static final long KILOBYTE = 1_000;

  private ContentRenderers() {}

  static void addTo(Map<String, Renderer> map) {
    map.put("add", ContentRenderers::added);
    map.put("cat", Renderers::fields);
    map.put("block/get", Renderers::fields);
    map.put("block/put", Renderers.field("Key"));
    map.put("block/stat", ContentRenderers::stat);
  }

  private static void added(Fields row, Sheet sheet) {
    if (row.text("Hash").isEmpty()) {
      sheet.progress(size(row.number("Bytes")) + " " + row.text("Name"));
    } else if (sheet.flag("quieter")) {
      sheet.lastly(row.text("Hash"));
    } else if (sheet.flag("quiet")) {
      sheet.line(row.text("Hash"));
    } else {
      sheet.line(("added " + row.text("Hash") + " " + row.text("Name")).stripTrailing());
    }
  }

  private static void stat(Fields json, Sheet sheet) {
    sheet.line("Key: " + json.text("Key"));
    sheet.line("Size: " + json.text("Size"));
  }

  private static String size(long bytes) {
    if (bytes < KILOBYTE) {
      return bytes + " B";
    }
    if (bytes < KILOBYTE * KILOBYTE) {
      return "%.1f kB".formatted(bytes / (double) KILOBYTE);
    }
    return "%.1f MB".formatted(bytes / (double) (KILOBYTE * KILOBYTE));
  }
}
