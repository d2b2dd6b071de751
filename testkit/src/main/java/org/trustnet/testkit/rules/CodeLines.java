package org.trustnet.testkit.rules;

import java.util.BitSet;

/**
 * The lines of a Java source that hold code: a line of which nothing is left once comments and
 * white space are taken away does not count. Lines are counted from 1.
 */
final class CodeLines {
  private final BitSet lines = new BitSet();
  private final String text;
  private int at;
  private int line = 1;

  private CodeLines(String text) {
    this.text = text;
  }

  /** Reads a whole source; malformed input gives some count and never an exception. */
  static CodeLines of(String text) {
    CodeLines found = new CodeLines(text);
    found.read();
    return found;
  }

  /** Takes the lines from first to last, both included, out of the count. */
  void drop(long first, long last) {
    lines.clear((int) first, (int) last + 1);
  }

  /** Code lines in the whole source. */
  int count() {
    return lines.cardinality();
  }

  /** Code lines from first to last, both included. */
  int count(long first, long last) {
    return lines.get((int) first, (int) last + 1).cardinality();
  }

  private void read() {
    while (at < text.length()) {
      if (text.startsWith("//", at)) {
        skipTo("\n", 0);
      } else if (text.startsWith("/*", at)) {
        at += 2;
        skipTo("*/", 2);
      } else if (text.startsWith("\"\"\"", at)) {
        literal("\"\"\"");
      } else if (text.charAt(at) == '"') {
        literal("\"");
      } else if (text.charAt(at) == '\'') {
        literal("'");
      } else {
        step();
      }
    }
  }

  private void skipTo(String end, int past) {
    while (at < text.length() && !text.startsWith(end, at)) {
      newLine();
      at++;
    }
    at = Math.min(text.length(), at + past);
  }

  private void literal(String quote) {
    lines.set(line);
    at += quote.length();
    while (at < text.length() && !text.startsWith(quote, at)) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      if (at < text.length()) {
        step();
      }
    }
    lines.set(line);
    at = Math.min(text.length(), at + quote.length());
  }

  private void step() {
    newLine();
    if (!Character.isWhitespace(text.charAt(at))) {
      lines.set(line);
    }
    at++;
  }

  private void newLine() {
    if (text.charAt(at) == '\n') {
      line++;
    }
  }
}
