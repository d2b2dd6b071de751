package org.trustnet.trust.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A JSON value that keeps what it does not know: order of fields and spelling of numbers. */
public sealed interface Json {
  /** An object; its fields in the order of the text. */
  record Obj(SequencedMap<String, Json> fields) implements Json {
    public Obj {
      fields = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    public static Obj of(Map<String, Json> fields) {
      return new Obj(new LinkedHashMap<>(fields));
    }

    public Optional<Json> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** A string. */
  record Text(String text) implements Json {}

  /** A number as it is spelled. */
  record Num(String spelling) implements Json {}

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Json {}

  /** {@code null}. */
  record Null() implements Json {}
}
