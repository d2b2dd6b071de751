package org.trustnet.trust.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON within the limits of a trust file. One use, one thread. */
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2 * FileLimits.MAX_NESTING)
                  .maxDocumentLength(2L * FileLimits.MAX_BYTES)
                  .maxStringLength(FileLimits.MAX_BYTES)
                  .maxNameLength(FileLimits.MAX_BYTES)
                  .maxNumberLength(FileLimits.MAX_BYTES)
                  .build())
          .build();

  /** Longest place that is made longer, in characters: longer than any of a trust file's own. */
  static final int MAX_PATH = 128;

  private final JsonParser parser;
  private @Nullable String duplicate;
  private boolean revokedTwice;

  /**
   * A document.
   *
   * @param root its outermost object
   * @param duplicate where a key stands twice, the first such place; the first value is kept
   * @param revokedTwice whether that happens to {@code revoked} at the root
   */
  record Document(Json.Obj root, Optional<String> duplicate, boolean revokedTwice) {}

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a document.
   *
   * @throws FileFault if it is too large, not UTF-8, not JSON, too deep, or no object
   */
  static Document read(Bytes content) {
    if (content.length() > FileLimits.MAX_BYTES) {
      throw new FileFault(
          FileFault.Kind.TOO_LARGE,
          "",
          content.length() + " bytes, at most " + FileLimits.MAX_BYTES);
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content.toUtf8())) {
      return new JsonReader(parser).document();
    } catch (MultiformatException e) {
      throw new FileFault(FileFault.Kind.BAD_SCHEMA, "", "not UTF-8");
    } catch (JacksonException e) {
      throw new FileFault(
          FileFault.Kind.BAD_SCHEMA, JsonSyntax.position(e), "not JSON: " + JsonSyntax.reason(e));
    }
  }

  private Document document() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new FileFault(FileFault.Kind.BAD_SCHEMA, "", "the root is not an object");
    }
    Json.Obj root = object("", 1);
    if (parser.nextToken() != null) {
      throw new FileFault(FileFault.Kind.BAD_SCHEMA, "", "text after the root object");
    }
    return new Document(root, Optional.ofNullable(duplicate), revokedTwice);
  }

  private Json value(JsonToken token, String path, int depth) {
    return switch (token) {
      case START_OBJECT -> object(path, depth + 1);
      case START_ARRAY -> array(path, depth + 1);
      case VALUE_STRING -> new Json.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> new Json.Null();
      default -> throw new FileFault(FileFault.Kind.BAD_SCHEMA, path, "not JSON: " + token);
    };
  }

  private Json.Obj object(String path, int depth) {
    checkDepth(path, depth);
    SequencedMap<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String at = within(path, name);
      Json value = value(parser.nextToken(), at, depth);
      if (fields.putIfAbsent(name, value) != null) {
        duplicate = duplicate == null ? at : duplicate;
        revokedTwice |= depth == 1 && name.equals("revoked");
      }
    }
    return new Json.Obj(fields);
  }

  private Json.Arr array(String path, int depth) {
    checkDepth(path, depth);
    List<Json> items = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      boolean leaf = t != JsonToken.START_ARRAY && t != JsonToken.START_OBJECT;
      String at = leaf || path.length() > MAX_PATH ? path : path + "[" + items.size() + "]";
      items.add(value(t, at, depth));
    }
    return new Json.Arr(items);
  }

  /**
   * The place of a field. It ends where it grows long: it is made for each of up to half a million
   * values, and a name may be as long as the file.
   */
  private static String within(String path, String name) {
    if (path.length() > MAX_PATH) {
      return path;
    }
    String shown = name.length() > MAX_PATH ? name.substring(0, MAX_PATH) + "…" : name;
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private static void checkDepth(String path, int depth) {
    if (depth > FileLimits.MAX_NESTING) {
      throw new FileFault(
          FileFault.Kind.TOO_LARGE, path, "nested deeper than " + FileLimits.MAX_NESTING);
    }
  }
}
