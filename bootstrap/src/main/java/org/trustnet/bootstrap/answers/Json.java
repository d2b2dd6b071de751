package org.trustnet.bootstrap.answers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.libp2p.PeerInfo;

/** Builds the JSON of answers: maps that keep the order of their names. */
final class Json {
  private Json() {}

  /** An object of names and values in turn; a value that is an empty Optional is left out. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = (String) namesAndValues[i];
      switch (namesAndValues[i + 1]) {
        case Optional<?> optional -> optional.ifPresent(value -> object.put(name, value));
        case Object value -> object.put(name, value);
      }
    }
    return object;
  }

  /** {@code {"ID":…,"Addrs":[…]}}, as Kubo writes a peer with addresses. */
  static Map<String, Object> peer(PeerInfo peer) {
    return object("ID", peer.id().toString(), "Addrs", texts(peer.addresses()));
  }

  static List<String> texts(List<?> values) {
    return values.stream().map(Object::toString).toList();
  }
}
