package org.trustnet.cli.json;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.trust.file.JsonSyntax;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads documents one after the other from a stream, and writes them. */
public final class Json implements AutoCloseable {
  /** Deepest nesting that is read: answers are flat, and each level costs a stack frame. */
  public static final int MAX_DEPTH = 64;

  /** Longest string that is read: a record or a trust file in base64 is far below. */
  public static final int MAX_STRING = 16 * 1_024 * 1_024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  private final JsonParser parser;

  private Json(JsonParser parser) {
    this.parser = parser;
  }

  /** Documents of {@code in}, which this closes. */
  public static Json reader(InputStream in) {
    Reader text = new InputStreamReader(in, StandardCharsets.UTF_8); // gives what is there at once
    return new Json(FACTORY.createParser(ObjectReadContext.empty(), text));
  }

  /**
   * The one document that {@code text} is.
   *
   * @throws JsonFault if it is none, or more than one
   */
  public static @Nullable Object parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      @Nullable Object document = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonFault("there is more after the document");
      }
      return document;
    } catch (JacksonException e) {
      throw new JsonFault(JsonSyntax.reason(e));
    }
  }

  /**
   * The next document; empty at the end of the stream. Blocks until it is complete.
   *
   * @throws JsonFault if what comes is not JSON, or the stream broke off
   */
  public Optional<Object> next() {
    try {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      return Optional.ofNullable(value(parser));
    } catch (JacksonException e) {
      throw new JsonFault(JsonSyntax.reason(e));
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new JsonFault("a value is missing");
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  /** {@code json} on one line. */
  public static String compact(@Nullable Object json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(out, json);
    }
    return text.toString();
  }

  /** {@code json} on several lines, two spaces a level. */
  public static String indented(@Nullable Object json) {
    StringBuilder text = new StringBuilder();
    indent(text, json, "\n");
    return text.toString();
  }

  private static void indent(StringBuilder text, @Nullable Object json, String newline) {
    switch (json) {
      case Map<?, ?> map when !map.isEmpty() -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(separator).append(newline).append("  ");
          text.append(compact(String.valueOf(entry.getKey()))).append(": ");
          indent(text, entry.getValue(), newline + "  ");
          separator = ",";
        }
        text.append(newline).append('}');
      }
      case List<?> list when !list.isEmpty() -> {
        String separator = "[";
        for (Object element : list) {
          text.append(separator).append(newline).append("  ");
          indent(text, element, newline + "  ");
          separator = ",";
        }
        text.append(newline).append(']');
      }
      case null, default -> text.append(compact(json));
    }
  }

  private static void write(JsonGenerator out, @Nullable Object json) {
    switch (json) {
      case null -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject();
        map.forEach(
            (name, value) -> {
              out.writeName(String.valueOf(name));
              write(out, value);
            });
        out.writeEndObject();
      }
      case Iterable<?> list -> {
        out.writeStartArray();
        list.forEach(element -> write(out, element));
        out.writeEndArray();
      }
      case Boolean bool -> out.writeBoolean(bool);
      case Number number -> out.writeNumber(number.toString());
      default -> out.writeString(json.toString());
    }
  }

  @Override
  public void close() {
    parser.close();
  }
}
