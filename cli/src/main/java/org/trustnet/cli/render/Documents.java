package org.trustnet.cli.render;

import java.util.stream.Collectors;
import org.trustnet.cli.json.Json;
import org.trustnet.multiformats.Printable;

/** JSON on a terminal: still JSON, but nothing in it disturbs the terminal. */
final class Documents {
  private Documents() {}

  static String indented(Fields json) {
    return Json.indented(json.json())
        .lines()
        .map(Printable::escape)
        .collect(Collectors.joining("\n"));
  }
}
