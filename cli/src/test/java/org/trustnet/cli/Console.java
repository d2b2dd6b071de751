package org.trustnet.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.trustnet.cli.terminal.Terminal;
import org.trustnet.cli.terminal.Terminal.Stream;

/** A terminal in memory. */
final class Console {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  private Console(String input, Set<Stream> terminals) {
    this.terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminals,
            false);
  }

  static Console pipe(String input) {
    return new Console(input, Set.of());
  }

  static Console person(String types) {
    return new Console(types, Set.of(Stream.values()));
  }

  Terminal terminal() {
    return terminal;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
