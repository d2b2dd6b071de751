package org.trustnet.bootstrap.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.file.JsonSyntax;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.util.RawValue;

/** Reads and writes the text of the configuration file. */
public final class ConfigFile {
  /** Longest file, in characters. */
  public static final int MAX_BYTES = 1 << 20;

  /** Deepest nesting. */
  public static final int MAX_DEPTH = 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_BYTES)
                  .build())
          .build();

  /**
   * What a file says.
   *
   * @param config its values
   */
  public record Reading(Config config) {
    /** Top-level sections of Kubo's that the trust database replaces. */
    public List<KuboSection> ignored() {
      return config.kept();
    }
  }

  private final List<String> problems = new ArrayList<>();
  private final String text;
  private Config config = Config.defaults();

  private ConfigFile(String text) {
    this.text = text;
  }

  /**
   * Reads a file's text.
   *
   * @throws ConfigException naming every unknown or ill-typed key with its line
   */
  public static Reading read(String text) {
    ConfigFile file = new ConfigFile(text);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ConfigException("line 1: the configuration is a JSON object");
      }
      file.section(parser, "");
      if (parser.nextToken() != null) {
        file.problems.add(line(parser) + ": something follows the closing brace");
      }
    } catch (JacksonException e) {
      String where = JsonSyntax.position(e);
      file.problems.add(
          (where.isEmpty() ? "" : where + ": ") + "not JSON: " + JsonSyntax.reason(e));
    }
    if (!file.problems.isEmpty()) {
      throw new ConfigException(file.problems);
    }
    return new Reading(file.config);
  }

  private void section(JsonParser parser, String prefix) {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String path = prefix + parser.currentName();
      String line = line(parser);
      JsonToken token = parser.nextToken();
      var key = ConfigKeys.byPath(path);
      if (prefix.isEmpty() && KuboSection.isOne(path)) {
        config = config.keeping(new KuboSection(path, passed(parser)));
      } else if (key.isPresent()) {
        entry(parser, key.get(), line);
      } else if (token == JsonToken.START_OBJECT && isSection(path)) {
        section(parser, path + ".");
      } else {
        parser.skipChildren();
        problems.add(line + ": " + Printable.escape(path) + " is not a setting" + suggestion(path));
      }
    }
  }

  /** Goes to the end of the value and gives its text. */
  private String passed(JsonParser parser) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  private <T> void entry(JsonParser parser, ConfigKey<T> key, String line) {
    Object json = value(parser);
    try {
      config = config.with(key, key.type().fromJson().apply(json));
    } catch (RuntimeException e) {
      problems.add(line + ": " + key.path() + ": " + e.getMessage());
    }
  }

  /**
   * Reads one JSON value, as a command line or a variable has it.
   *
   * @throws IllegalArgumentException saying why it is none
   */
  static Object json(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("it is empty, not JSON");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the JSON value");
      }
      return value;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + JsonSyntax.reason(e), e);
    }
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_ARRAY -> {
        List<Object> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          all.add(value(parser));
        }
        yield all;
      }
      case START_OBJECT -> {
        Map<String, Object> all = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          all.put(name, value(parser));
        }
        yield all;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getString();
      default -> new Object(); // null and fractions: of no setting's type
    };
  }

  private static boolean isSection(String path) {
    return ConfigKeys.all().stream().anyMatch(key -> key.path().startsWith(path + "."));
  }

  /** What settings stand in: {@code Routing}, {@code Swarm.ResourceMgr}. */
  private static Set<String> sections() {
    Set<String> all = new TreeSet<>();
    for (ConfigKey<?> key : ConfigKeys.all()) {
      String path = key.path();
      for (int at = path.indexOf('.'); at >= 0; at = path.indexOf('.', at + 1)) {
        all.add(path.substring(0, at));
      }
    }
    return all;
  }

  private static String suggestion(String path) {
    List<String> paths = ConfigKeys.all().stream().map(ConfigKey::path).toList();
    return paths.stream()
        .filter(known -> known.equalsIgnoreCase(path))
        .findFirst()
        .map(known -> "; it is written " + known)
        .or(() -> Spelling.meant(path, paths).map(known -> ", did you mean " + known + "?"))
        .or(() -> Spelling.meant(path, sections()).map(known -> ", did you mean " + known + "?"))
        .orElse("");
  }

  private static String line(JsonParser parser) {
    return "line " + parser.currentTokenLocation().getLineNr();
  }

  /**
   * The keys as JSON, in the order of {@link ConfigKeys#all}.
   *
   * @param everything all keys, with the value in force; else those written, and Kubo's sections
   */
  public static Map<String, Object> tree(Config config, boolean everything) {
    Map<String, Object> root = new LinkedHashMap<>();
    for (ConfigKey<?> key : ConfigKeys.all()) {
      Object json = everything ? config.json(key) : config.writtenJson(key);
      if (json != null) {
        put(root, key.path(), json);
      }
    }
    if (!everything) {
      config.kept().forEach(section -> root.put(section.name(), new RawValue(section.json())));
    }
    return root;
  }

  @SuppressWarnings("unchecked") // inner nodes are only ever maps of this kind
  private static void put(Map<String, Object> root, String path, Object json) {
    Map<String, Object> at = root;
    String[] names = path.split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      at = (Map<String, Object>) at.computeIfAbsent(names[i], n -> new LinkedHashMap<>());
    }
    at.put(names[names.length - 1], json);
  }
}
