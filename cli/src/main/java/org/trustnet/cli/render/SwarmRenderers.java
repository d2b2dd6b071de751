package org.trustnet.cli.render;

import java.util.List;
import java.util.Map;

/** Connections and the peers used for bootstrapping. */
final class SwarmRenderers {
  private SwarmRenderers() {}

  static void addTo(Map<String, Renderer> map) {
    map.put("swarm/peers", SwarmRenderers::peers);
    map.put("swarm/connect", Renderers.list("Strings"));
    map.put("swarm/disconnect", Renderers.list("Strings"));
    map.put("swarm/addrs", SwarmRenderers::addresses);
    map.put("swarm/addrs/local", Renderers.list("Strings"));
    map.put("swarm/addrs/listen", Renderers.list("Strings"));
    map.put("swarm/peering/add", peering("add"));
    map.put("swarm/peering/ls", SwarmRenderers::peered);
    map.put("swarm/peering/rm", peering("remove"));
    map.put("bootstrap", SwarmRenderers::bootstrap);
    map.put("bootstrap/ls", SwarmRenderers::bootstrap);
    map.put("bootstrap/list", SwarmRenderers::bootstrap);
    map.put("bootstrap/add", changed("added "));
    map.put("bootstrap/rm", SwarmRenderers::removed);
    map.put("bootstrap/rm/all", SwarmRenderers::removed);
  }

  private static void peers(Fields json, Sheet sheet) {
    for (Fields peer : json.list("Peers")) {
      String addr = peer.text("Addr");
      String id = "/p2p/" + peer.text("Peer");
      StringBuilder line = new StringBuilder(addr.endsWith(id) ? addr : addr + id);
      for (String name : peer.names()) {
        boolean head = name.equals("Addr") || name.equals("Peer");
        if (!head && wanted(sheet, name) && !peer.text(name).isEmpty()) {
          line.append(' ').append(extra(peer, name));
        }
      }
      sheet.line(line.toString());
    }
  }

  private static boolean wanted(Sheet sheet, String name) {
    return sheet.flag("verbose")
        || name.equals("Direction") && sheet.flag("direction")
        || name.equals("Latency") && sheet.flag("latency")
        || name.equals("Streams") && sheet.flag("streams")
        || name.equals("Identify") && sheet.flag("identify");
  }

  private static String extra(Fields peer, String name) {
    return switch (name) {
      case "Direction" -> direction(peer.text(name));
      case "Streams" -> "streams " + peer.list(name).size();
      case "Latency" -> peer.text(name);
      case "Identify" -> agent(peer.at(name));
      default -> new Fields(name).shown() + " " + peer.text(name);
    };
  }

  /** Kubo writes it as a number. */
  private static String direction(String text) {
    return switch (text) {
      case "1" -> "inbound";
      case "2" -> "outbound";
      case "0" -> "unknown";
      default -> text;
    };
  }

  private static String agent(Fields identify) {
    String agent = identify.text("AgentVersion");
    return agent.isEmpty() ? identify.shown() : agent;
  }

  private static void addresses(Fields json, Sheet sheet) {
    Fields byPeer = json.at("Addrs");
    for (String peer : byPeer.names()) {
      List<Fields> addresses = byPeer.list(peer);
      sheet.line(new Fields(peer).shown() + " (" + addresses.size() + ")");
      addresses.forEach(address -> sheet.line("\t" + address.shown()));
    }
  }

  private static Renderer peering(String verb) {
    return (row, sheet) -> {
      for (Fields item : row.items()) {
        sheet.line(
            item.isObject()
                ? verb + " " + item.text("ID") + " " + item.text("Status")
                : item.shown());
        item.list("Messages").forEach(message -> sheet.line("  " + message.shown()));
      }
    };
  }

  private static void peered(Fields json, Sheet sheet) {
    for (Fields peer : json.list("Peers")) {
      sheet.line(peer.text("ID"));
      peer.list("Addrs").forEach(address -> sheet.line("\t" + address.shown()));
    }
  }

  /** An address on a line, and behind it the entries that allow the peer. */
  private static void bootstrap(Fields json, Sheet sheet) {
    Fields sources = json.at("Sources");
    for (Fields peer : json.has("Peers") ? json.list("Peers") : json.items()) {
      String address = peer.shown();
      String source = sources.text(address.substring(address.lastIndexOf('/') + 1));
      sheet.row(List.of(address, source));
    }
  }

  /** Where all are removed first what loses it, then, when it is done, the peers. */
  private static void removed(Fields row, Sheet sheet) {
    if (row.has("Entries")) {
      row.list("Entries").forEach(entry -> sheet.line(entry.shown()));
    } else {
      changed("removed ").show(row, sheet);
    }
  }

  private static Renderer changed(String verb) {
    return (json, sheet) -> {
      (json.has("Peers") ? json.list("Peers") : json.items())
          .forEach(peer -> sheet.line(verb + peer.shown()));
      json.list("Messages").forEach(message -> sheet.line("  " + message.shown()));
    };
  }
}
