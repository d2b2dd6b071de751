package org.trustnet.cli.render;

import java.util.Map;

/** The trust database and trust files. */
final class TrustRenderers {
  private TrustRenderers() {}

  static void addTo(Map<String, Renderer> map) {
    map.put(
        "trust/ls",
        Renderers.table("label", "trustlevel", "state", "pubkey", "TTL", "withheld", "last-error"));
    map.put("trust/show", Renderers::fields);
    for (String change :
        new String[] {
          "add",
          "rm",
          "level",
          "allow",
          "deny",
          "unset",
          "suspend",
          "resume",
          "renew",
          "accept",
          "block",
          "unblock",
          "log/prune"
        }) {
      map.put("trust/" + change, TrustRenderers::change);
    }
    map.put("trust/refresh", TrustRenderers::refresh);
    map.put("trust/explain", TrustRenderers::explain);
    map.put(
        "trust/peers",
        Renderers.table("pubkey", "level", "vouchers", "connected", "kept-for", "remotes"));
    map.put("trust/matrix", TrustRenderers::matrix);
    map.put("trust/log", TrustRenderers::log);
    map.put("file/new", Renderers::document);
    map.put("file/validate", Renderers::fields);
    map.put("file/show", Renderers::document);
    map.put("publish", TrustRenderers::publish);
    map.put(
        "publish/ls", Renderers.table("Key", "Name", "Value", "Sequence", "Eol", "Next-Republish"));
    map.put("publish/status", Renderers::fields);
  }

  /** What a change did, one line for each thing it did. */
  private static void change(Fields json, Sheet sheet) {
    if (json.has("Message")) {
      sheet.line(json.text("Message"));
    } else if (!json.isEmpty()) {
      json.items().forEach(item -> sheet.line(Renderers.inOneLine(item)));
    }
  }

  private static void refresh(Fields json, Sheet sheet) {
    for (Fields item : json.items()) {
      String label = item.textOf("label", "pubkey");
      String outcome = item.textOf("outcome", "status", "Message");
      sheet.line(
          outcome.isEmpty() || label.isEmpty()
              ? Renderers.inOneLine(item)
              : label + ": " + outcome);
    }
  }

  private static void explain(Fields json, Sheet sheet) {
    for (Fields item : json.items()) {
      if (!item.has("allowed")) {
        sheet.line(Renderers.inOneLine(item));
        continue;
      }
      String verdict = item.text("allowed").equals("yes") ? "allowed" : "not allowed";
      String rule = item.text("rule").isEmpty() ? "" : ", by " + item.text("rule");
      String level = item.text("level").isEmpty() ? "" : ", level " + item.text("level");
      String head = item.text("function") + ": " + verdict + " to " + item.text("peer");
      sheet.line(head + level + rule);
      item.list("steps").forEach(step -> sheet.line("  " + Renderers.inOneLine(step)));
    }
  }

  private static void matrix(Fields json, Sheet sheet) {
    boolean rows = json.items().stream().allMatch(i -> i.isObject() && i.has("function"));
    if (rows) {
      sheet.table(
          json.items().stream().map(i -> i.names().stream().map(i::text).toList()).toList());
    } else {
      Renderers.fields(json, sheet);
    }
  }

  private static void log(Fields json, Sheet sheet) {
    for (Fields line : json.items()) {
      sheet.line(
          line.isObject()
              ? String.join("  ", line.names().stream().map(line::text).toList())
              : line.shown());
    }
  }

  private static void publish(Fields json, Sheet sheet) {
    sheet.line("Published to " + json.text("Name") + ": " + json.text("Value"));
    if (json.has("Sequence")) {
      sheet.line("sequence " + json.text("Sequence") + ", valid until " + json.text("Eol"));
    }
    if (json.has("Announced")) {
      sheet.line("announced: " + json.text("Announced"));
    }
  }
}
