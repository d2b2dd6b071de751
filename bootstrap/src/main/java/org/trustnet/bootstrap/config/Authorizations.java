package org.trustnet.bootstrap.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Printable;

/**
 * The type of {@code API.Authorizations}: an object of callers by name, each as Kubo writes it,
 * {@code {"AuthSecret": "bearer:…", "AllowedPaths": ["/api/v0/id"]}}. Secrets are written to the
 * file only, and shown nowhere.
 */
final class Authorizations {
  private static final String SECRET = "AuthSecret";
  private static final String PATHS = "AllowedPaths";
  private static final String EXPECTS =
      "an object of callers, such as {\"alice\": {\"AuthSecret\": \"bearer:…\","
          + " \"AllowedPaths\": [\"/api/v0/id\"]}}";

  /** What the audit log calls who has the file {@code api-token}. */
  private static final String MASTER = "api-token";

  private Authorizations() {}

  static ConfigType<Map<String, ApiAuthorization>> type() {
    return new ConfigType<>(
        EXPECTS,
        Authorizations::read,
        callers -> written(callers, true),
        callers -> written(callers, false),
        text -> read(ConfigFile.json(text)));
  }

  private static Map<String, ApiAuthorization> read(Object json) {
    if (!(json instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException("it must be " + EXPECTS);
    }
    if (object.size() > ApiAuthorization.MAX_CALLERS) {
      throw new IllegalArgumentException("more than " + ApiAuthorization.MAX_CALLERS + " callers");
    }
    Map<String, ApiAuthorization> callers = new LinkedHashMap<>();
    Set<String> headers = new HashSet<>();
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      if (!(entry.getValue() instanceof Map<?, ?> fields)) {
        throw new IllegalArgumentException("it must be " + EXPECTS); // the name may be a secret
      }
      String name = (String) entry.getKey();
      checkName(name);
      try {
        ApiAuthorization caller = caller(fields);
        if (!headers.add(caller.header())) {
          throw new IllegalArgumentException("its AuthSecret is another caller's as well");
        }
        callers.put(name, caller);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
    }
    return Collections.unmodifiableMap(callers);
  }

  private static void checkName(String name) {
    if (name.isBlank()
        || name.length() > ApiAuthorization.MAX_NAME
        || !name.equals(Printable.escape(name))
        || name.equals(MASTER)) {
      throw new IllegalArgumentException(
          "the name of a caller is 1 to "
              + ApiAuthorization.MAX_NAME
              + " printable characters, and not "
              + MASTER);
    }
  }

  private static ApiAuthorization caller(Map<?, ?> fields) {
    for (Object field : fields.keySet()) {
      if (!field.equals(SECRET) && !field.equals(PATHS)) {
        throw new IllegalArgumentException(
            Printable.quote((String) field) + " is no field; there are " + SECRET + ", " + PATHS);
      }
    }
    @Nullable Object secret = fields.get(SECRET);
    if (!(secret instanceof String text)) {
      throw new IllegalArgumentException(SECRET + " is missing, or not a text in quotes");
    }
    return new ApiAuthorization(text, paths(fields));
  }

  private static List<String> paths(Map<?, ?> fields) {
    List<String> paths = new ArrayList<>();
    if (!fields.containsKey(PATHS)) {
      return paths;
    }
    if (!(fields.get(PATHS) instanceof List<?> list)) {
      throw new IllegalArgumentException(PATHS + " must be a list of paths");
    }
    for (Object path : list) {
      paths.add(ConfigType.string(path));
    }
    return paths;
  }

  private static Map<String, Object> written(
      Map<String, ApiAuthorization> callers, boolean secrets) {
    Map<String, Object> all = new LinkedHashMap<>();
    callers.forEach(
        (name, caller) -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          if (secrets) {
            fields.put(SECRET, caller.secret());
          }
          fields.put(PATHS, caller.allowedPaths());
          all.put(name, fields);
        });
    return all;
  }
}
