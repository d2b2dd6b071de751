package org.trustnet.trust.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.trustnet.multiformats.Printable;

/**
 * Reads the typed fields of one object; a wrong type or a length over its limit refuses the file.
 */
final class Fields {
  private final Json.Obj object;
  private final String path;

  Fields(Json.Obj object, String path) {
    this.object = object;
    this.path = path;
  }

  String at(String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }

  FileFault bad(String name, String message) {
    return new FileFault(FileFault.Kind.BAD_SCHEMA, at(name), message);
  }

  FileFault tooLarge(String name, String message) {
    return new FileFault(FileFault.Kind.TOO_LARGE, at(name), message);
  }

  /** A text field of at most {@code most} bytes of UTF-8; {@code missing} if absent. */
  String text(String name, String missing, int most) {
    String text = text(name, missing);
    if (utf8Length(text) > most) {
      throw tooLarge(name, "more than " + most + " bytes");
    }
    return text;
  }

  /** A label of at most {@link FileLimits#MAX_LABEL} characters. */
  String label(String name, String missing) {
    String text = text(name, missing);
    if (text.codePointCount(0, text.length()) > FileLimits.MAX_LABEL) {
      throw tooLarge(name, "more than " + FileLimits.MAX_LABEL + " characters");
    }
    return text;
  }

  private String text(String name, String missing) {
    return switch (object.field(name).orElse(new Json.Text(missing))) {
      case Json.Text text -> text.text();
      default -> throw bad(name, "not a string");
    };
  }

  String required(String name) {
    if (object.field(name).isEmpty()) {
      throw bad(name, "missing");
    }
    return text(name, "");
  }

  boolean flag(String name, boolean missing) {
    return switch (object.field(name).orElse(new Json.Bool(missing))) {
      case Json.Bool flag -> flag.value();
      default -> throw bad(name, "neither true nor false");
    };
  }

  /** An array of at most {@code most} items; empty if absent. */
  List<Json> array(String name, int most) {
    return switch (object.field(name).orElse(new Json.Arr(List.of()))) {
      case Json.Arr array -> {
        if (array.items().size() > most) {
          throw tooLarge(name, array.items().size() + " items, at most " + most);
        }
        yield array.items();
      }
      default -> throw bad(name, "not an array");
    };
  }

  List<Json> requiredArray(String name, int most) {
    if (object.field(name).isEmpty()) {
      throw bad(name, "missing");
    }
    return array(name, most);
  }

  List<String> texts(String name, int most) {
    List<String> texts = new ArrayList<>();
    for (Json item : array(name, most)) {
      texts.add(
          switch (item) {
            case Json.Text text -> text.text();
            default -> throw bad(name + "[" + texts.size() + "]", "not a string");
          });
    }
    return texts;
  }

  /** URIs of at most {@link FileLimits#MAX_URI} bytes each. */
  List<String> uris(String name) {
    List<String> uris = texts(name, FileLimits.MAX_CONTACTS);
    for (String uri : uris) {
      if (utf8Length(uri) > FileLimits.MAX_URI) {
        throw tooLarge(
            name + "[" + uris.indexOf(uri) + "]", "more than " + FileLimits.MAX_URI + " bytes");
      }
    }
    return uris;
  }

  /** The item at {@code index} of array {@code name}, as an object. */
  Fields item(String name, List<Json> items, int index) {
    String where = name + "[" + index + "]";
    return switch (items.get(index)) {
      case Json.Obj item -> new Fields(item, at(where));
      default -> throw bad(where, "not an object");
    };
  }

  /** The version, which is 1, also if it is absent; true, so that it reads as a field. */
  boolean checkVersion() {
    return switch (object.field("version").orElse(new Json.Num("1"))) {
      case Json.Num number when number.spelling().equals("1") -> true;
      case Json.Num number when number.spelling().matches("[1-9][0-9]*") ->
          throw new FileFault(
              FileFault.Kind.UNSUPPORTED_VERSION,
              "version",
              "version " + Printable.quote(number.spelling()) + ", only 1 is known");
      default -> throw bad("version", "not a whole number from 1 up");
    };
  }

  static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
