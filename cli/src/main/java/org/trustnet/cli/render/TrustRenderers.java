package org.trustnet.cli.render;

import java.util.List;
import java.util.Map;

/** The trust database and trust files. */
final class TrustRenderers {
  private TrustRenderers() {}

  static void addTo(Map<String, Renderer> map) {
    map.put("trust/ls", (json, sheet) -> json.items().forEach(item -> listed(item, sheet)));
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
    map.put("trust/peers", (json, sheet) -> json.items().forEach(item -> sheet.row(peer(item))));
    map.put("trust/matrix", TrustRenderers::matrix);
    map.put("trust/log", TrustRenderers::log);
    map.put("file/new", Renderers::document);
    map.put("file/validate", TrustRenderers::validated);
    map.put("file/show", Renderers::document);
    map.put("publish", TrustRenderers::publish);
    map.put(
        "publish/ls", Renderers.table("Key", "Name", "Value", "Sequence", "Eol", "Next-Republish"));
    map.put("publish/status", Renderers::fields);
  }

  private static void validated(Fields json, Sheet sheet) {
    Renderers.fields(json.has("Warnings") ? json.without("Warnings") : json, sheet);
    warnings(json, sheet);
  }

  /** A warning a line. */
  private static void warnings(Fields json, Sheet sheet) {
    json.list("Warnings").forEach(warning -> sheet.line("warning: " + warning.shown()));
  }

  private static List<String> peer(Fields item) {
    return List.of(
        item.text("pubkey"),
        item.text("level"),
        item.text("vouchers"),
        item.text("connected").equals("yes") ? "connected" : "",
        item.text("kept-for"),
        item.text("remotes"));
  }

  /** An entry, or behind the entries a block that has none. */
  private static void listed(Fields item, Sheet sheet) {
    if (item.has("blocked")) {
      sheet.section("blocked, without an entry:");
      sheet.row(List.of("  " + item.text("pubkey"), item.text("blocked").replace(",", " and ")));
    } else {
      sheet.row(entry(item));
    }
  }

  private static List<String> entry(Fields item) {
    return List.of(
        item.text("label"),
        item.text("trustlevel"),
        item.text("state"),
        item.text("pubkey"),
        item.text("TTL"),
        item.text("flags"),
        item.text("withheld").equals("yes") ? "withheld" : "",
        item.text("last-error"));
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
              : label + ": " + outcome + more(item, outcome));
    }
  }

  /** What else there is to say of an entry that was refreshed. */
  private static String more(Fields item, String outcome) {
    String message = item.text("Message");
    return message.isEmpty() || message.equals(outcome) ? "" : "; " + message;
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
      String subject =
          item.has("peer") ? item.text("peer") : item.text("label") + " (" + item.text("key") + ")";
      String head = item.text("function") + ": " + verdict + " to " + subject;
      sheet.line(head + level + rule);
      item.list("steps").forEach(step -> sheet.line("  " + Renderers.inOneLine(step)));
    }
  }

  private static void matrix(Fields json, Sheet sheet) {
    boolean rows = json.items().stream().allMatch(i -> i.isObject() && i.has("function"));
    if (json.has("Message")) {
      change(json, sheet);
    } else if (rows) {
      json.items().forEach(item -> sheet.row(List.of(item.text("function"), givers(item))));
    } else {
      Renderers.fields(json, sheet);
    }
  }

  /** The levels that give the function. */
  private static String givers(Fields row) {
    List<String> levels =
        row.names().stream().filter(name -> row.text(name).equals("yes")).toList();
    return levels.isEmpty() ? "none" : String.join(" ", levels);
  }

  /** How often is told only of what happened more than once. */
  private static String told(Fields line, String name) {
    boolean count = name.equals("count");
    return !count ? line.text(name) : line.number(name) > 1 ? line.text(name) + " times" : "";
  }

  private static void log(Fields json, Sheet sheet) {
    for (Fields line : json.items()) {
      sheet.line(
          line.isObject()
              ? String.join("  ", line.names().stream().map(n -> told(line, n)).toList()).strip()
              : line.shown());
    }
  }

  private static void publish(Fields json, Sheet sheet) {
    sheet.line("Published to " + json.text("Name") + ": " + json.text("Value"));
    if (json.has("Sequence")) {
      sheet.line("sequence " + json.text("Sequence") + ", valid until " + json.text("Eol"));
    }
    if (json.has("Message")) {
      sheet.line(json.text("Message"));
    } else if (json.has("Announced")) {
      sheet.line("announced to " + json.text("Announced"));
    }
    warnings(json, sheet);
  }
}
