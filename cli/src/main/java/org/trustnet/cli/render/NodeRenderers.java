package org.trustnet.cli.render;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The node itself and its configuration. */
final class NodeRenderers {
  private static final double NANOS_PER_MILLI = 1e6;

  /** What {@code id --format} replaces, in one go: no value is looked through again. */
  private static final Pattern PLACE =
      Pattern.compile("<id>|<aver>|<pver>|<pubkey>|<addrs>|<protocols>|\\\\n|\\\\t");

  private NodeRenderers() {}

  static void addTo(Map<String, Renderer> map) {
    map.put("id", NodeRenderers::identity);
    map.put(
        "version",
        (json, sheet) ->
            sheet.line((sheet.flag("number") ? "" : "trustnet version ") + json.text("Version")));
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

  /** The document, or as in Kubo a text with the values put in. */
  private static void identity(Fields json, Sheet sheet) {
    Optional<String> format = sheet.option("format").filter(text -> !text.isEmpty());
    if (format.isEmpty()) {
      Renderers.document(json, sheet);
      return;
    }
    sheet.text(
        PLACE
            .matcher(format.get())
            .replaceAll(found -> Matcher.quoteReplacement(value(json, found.group()))));
  }

  private static String value(Fields json, String place) {
    return switch (place) {
      case "<id>" -> json.text("ID");
      case "<aver>" -> json.text("AgentVersion");
      case "<pver>" -> json.text("ProtocolVersion");
      case "<pubkey>" -> json.text("PublicKey");
      case "<addrs>" -> lines(json.list("Addresses"));
      case "<protocols>" -> lines(json.list("Protocols"));
      case "\\n" -> "\n";
      default -> "\t";
    };
  }

  private static String lines(List<Fields> all) {
    return String.join("\n", all.stream().map(Fields::shown).toList());
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
      sheet.line(plain(value));
    }
    for (Fields override : json.list("Overrides")) {
      sheet.note(
          "%s is set by %s: %s is in force, without it %s"
              .formatted(
                  override.text("Key"),
                  override.text("Variable"),
                  plain(override.at("Value")),
                  plain(override.at("File"))));
    }
  }

  private static String plain(Fields value) {
    return value.json() instanceof Boolean bool ? bool.toString() : value.shown();
  }
}
