package org.trustnet.trust.file;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Writes JSON as text; what could disturb a terminal or is half a surrogate pair is escaped. */
final class JsonText {
  private JsonText() {}

  static void append(StringBuilder out, Json value, int depth) {
    switch (value) {
      case Json.Obj object -> object(out, object, depth);
      case Json.Arr array -> array(out, array, depth);
      case Json.Text text -> quoted(out, text.text());
      case Json.Num number -> out.append(number.spelling());
      case Json.Bool flag -> out.append(flag.value());
      case Json.Null none -> out.append("null");
    }
  }

  private static void object(StringBuilder out, Json.Obj object, int depth) {
    out.append('{');
    Iterator<Map.Entry<String, Json>> fields = object.fields().entrySet().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, Json> field = fields.next();
      newLine(out, depth + 1);
      quoted(out, field.getKey());
      out.append(": ");
      append(out, field.getValue(), depth + 1);
      out.append(fields.hasNext() ? "," : "");
    }
    close(out, '}', !object.fields().isEmpty(), depth);
  }

  private static void array(StringBuilder out, Json.Arr array, int depth) {
    out.append('[');
    for (int i = 0; i < array.items().size(); i++) {
      newLine(out.append(i == 0 ? "" : ","), depth + 1);
      append(out, array.items().get(i), depth + 1);
    }
    close(out, ']', !array.items().isEmpty(), depth);
  }

  private static void close(StringBuilder out, char bracket, boolean filled, int depth) {
    if (filled) {
      newLine(out, depth);
    }
    out.append(bracket);
  }

  private static void newLine(StringBuilder out, int depth) {
    out.append('\n').repeat("  ", depth);
  }

  private static void quoted(StringBuilder out, String text) {
    out.append('"');
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> character(out, c);
              }
            });
    out.append('"');
  }

  private static void character(StringBuilder out, int c) {
    boolean plain =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
    if (plain) {
      out.appendCodePoint(c);
      return;
    }
    for (char unit : Character.toChars(c)) {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }
  }
}
