package org.trustnet.cli.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.cli.json.Json;
import org.trustnet.multiformats.Printable;

/**
 * A JSON value as a renderer looks at it: absent fields are empty, names may differ in case, texts
 * are escaped.
 *
 * @param json the value
 */
public record Fields(@Nullable Object json) {
  private Optional<Object> find(String name) {
    if (!(json instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Object exact = map.get(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object value = entry.getValue();
      if (value != null && name.equalsIgnoreCase(String.valueOf(entry.getKey()))) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  /** The field as escaped text; empty if absent. */
  String text(String name) {
    return find(name).map(Fields::shown).orElse("");
  }

  /** The first of {@code names} that is there. */
  String textOf(String... names) {
    for (String name : names) {
      if (has(name)) {
        return text(name);
      }
    }
    return "";
  }

  /** The field as it came, unescaped; empty if it is no text. */
  Optional<String> rawText(String name) {
    return find(name).filter(String.class::isInstance).map(String.class::cast);
  }

  long number(String name) {
    return find(name).map(v -> v instanceof Number n ? n.longValue() : 0L).orElse(0L);
  }

  Fields at(String name) {
    return new Fields(find(name).orElse(null));
  }

  /** The elements of the field; none if it is absent or no list. */
  List<Fields> list(String name) {
    return find(name).map(v -> new Fields(v).elements()).orElse(List.of());
  }

  /** The elements, if this is a list. */
  List<Fields> elements() {
    List<Fields> all = new ArrayList<>();
    if (json instanceof List<?> list) {
      list.forEach(element -> all.add(new Fields(element)));
    }
    return all;
  }

  /**
   * What an answer lists: the value itself if it is a list, its only list of objects or texts, else
   * the value alone.
   */
  List<Fields> items() {
    if (json instanceof List<?>) {
      return elements();
    }
    if (json instanceof Map<?, ?> map && map.size() == 1) {
      Object only = map.values().iterator().next();
      if (only instanceof List<?>) {
        return new Fields(only).elements();
      }
      if (only == null) {
        return List.of();
      }
    }
    return isEmpty() ? List.of() : List.of(this);
  }

  boolean isEmpty() {
    return json == null || json instanceof Map<?, ?> map && map.isEmpty();
  }

  boolean isObject() {
    return json instanceof Map<?, ?>;
  }

  /** The names of an object's fields, in order. */
  List<String> names() {
    return json instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  /** The object without one of its fields. */
  Fields without(String name) {
    Map<Object, @Nullable Object> rest = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (!name.equals(key)) {
              rest.put(key, value);
            }
          });
    }
    return new Fields(rest);
  }

  /** The value as escaped text on one line. */
  String shown() {
    return json == null ? "" : shown(json);
  }

  private static String shown(Object value) {
    return switch (value) {
      case String text -> Printable.escape(text);
      case Boolean bool -> bool ? "yes" : "no";
      case List<?> list ->
          String.join(",", list.stream().map(e -> e == null ? "" : shown(e)).toList());
      case Map<?, ?> map -> Printable.escape(Json.compact(map));
      default -> value.toString();
    };
  }
}
