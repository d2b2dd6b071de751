package org.trustnet.cli.render;

import java.util.Base64;
import java.util.Map;
import org.trustnet.multiformats.Bytes;

/** The DHT's events, in the numbers that Kubo gives them. */
final class RoutingRenderers {
  private static final String[] TYPES = {
    "sending query",
    "peer response",
    "final peer",
    "query error",
    "provider",
    "value",
    "adding peer",
    "dialing peer"
  };
  private static final int FINAL_PEER = 2;
  private static final int PROVIDER = 4;
  private static final int VALUE = 5;

  private RoutingRenderers() {}

  static void addTo(Map<String, Renderer> map) {
    map.put("routing/findpeer", events(FINAL_PEER, RoutingRenderers::addresses));
    map.put("routing/findprovs", events(PROVIDER, RoutingRenderers::ids));
    map.put("routing/provide", events(-1, Renderers::nothing));
    map.put("routing/get", events(VALUE, RoutingRenderers::value));
    map.put("routing/put", events(VALUE, (row, sheet) -> sheet.line(row.text("ID"))));
  }

  /** Shows the events that are the answer, and with {@code --verbose} what led to it. */
  private static Renderer events(int wanted, Renderer answer) {
    return (row, sheet) -> {
      if (row.has("Type") && row.number("Type") == wanted) {
        answer.show(row, sheet);
      } else if (sheet.flag("verbose")) {
        step(row, sheet);
      } else {
        sheet.progress("asking " + row.text("ID"));
      }
    };
  }

  private static void step(Fields row, Sheet sheet) {
    long type = row.number("Type");
    String name = type >= 0 && type < TYPES.length ? TYPES[(int) type] : "event " + type;
    String extra = row.text("Extra").isEmpty() ? "" : ": " + row.text("Extra");
    sheet.line("* " + name + " " + row.text("ID") + extra);
    row.list("Responses").forEach(peer -> sheet.line("    " + peer.text("ID")));
  }

  private static void addresses(Fields row, Sheet sheet) {
    row.list("Responses")
        .forEach(peer -> peer.list("Addrs").forEach(address -> sheet.line(address.shown())));
  }

  private static void ids(Fields row, Sheet sheet) {
    row.list("Responses").forEach(peer -> sheet.line(peer.text("ID")));
  }

  /** A record travels as base64 and is given as the bytes it is. */
  private static void value(Fields row, Sheet sheet) {
    String text = row.rawText("Extra").orElse("");
    try {
      sheet.raw(Bytes.wrap(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      sheet.text(text);
    }
  }
}
