package org.trustnet.bootstrap.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a configuration: those of the file, over them the environment, below them defaults.
 */
public final class Config {
  private final Map<ConfigKey<?>, Object> written;
  private final Map<ConfigKey<?>, Object> overridden;
  private final List<KuboSection> kept;

  private Config(
      Map<ConfigKey<?>, Object> written,
      Map<ConfigKey<?>, Object> overridden,
      List<KuboSection> kept) {
    this.written = written;
    this.overridden = overridden;
    this.kept = kept;
  }

  /** No key is written: everything has its default. */
  public static Config defaults() {
    return new Config(Map.of(), Map.of(), List.of());
  }

  /** The value in force. */
  @SuppressWarnings("unchecked") // a key's value is only ever put by that key's type
  public <T> T value(ConfigKey<T> key) {
    Object value = overridden.containsKey(key) ? overridden.get(key) : written.get(key);
    return value == null ? key.byDefault() : (T) value;
  }

  /** Whether the file names the key. */
  public boolean isWritten(ConfigKey<?> key) {
    return written.containsKey(key);
  }

  /** Whether the environment sets the key, whatever the file says. */
  public boolean isOverridden(ConfigKey<?> key) {
    return overridden.containsKey(key);
  }

  /** The same without what the environment says. */
  public Config ofFile() {
    return new Config(written, Map.of(), kept);
  }

  /** The same configuration with one key written. */
  public <T> Config with(ConfigKey<T> key, T value) {
    Map<ConfigKey<?>, Object> all = new LinkedHashMap<>(written);
    all.put(key, value);
    return new Config(all, overridden, kept);
  }

  /** Sections that are not used, but are written back as they are. */
  public List<KuboSection> kept() {
    return kept;
  }

  Config keeping(KuboSection section) {
    List<KuboSection> all = new ArrayList<>(kept);
    all.add(section);
    return new Config(written, overridden, List.copyOf(all));
  }

  /**
   * The same with the key's value read from a command line.
   *
   * @throws ConfigException naming the key and what it expects
   */
  public <T> Config withText(ConfigKey<T> key, String text) {
    return with(key, readText(key, text, key.path()));
  }

  /**
   * The same with the key's value read as JSON.
   *
   * @throws ConfigException naming the key and what it expects
   */
  public <T> Config withJson(ConfigKey<T> key, String text) {
    try {
      return with(key, key.type().fromJson().apply(ConfigFile.json(text)));
    } catch (RuntimeException e) {
      throw new ConfigException(key.path() + ": " + e.getMessage());
    }
  }

  /**
   * The same with what the environment says laid over it, without writing it.
   *
   * @throws ConfigException naming every variable that cannot be read
   */
  public Config withEnvironment(Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    Map<ConfigKey<?>, Object> over = new LinkedHashMap<>(overridden);
    for (ConfigKey<?> key : ConfigKeys.all()) {
      String text = environment.get(key.variable());
      if (text != null) {
        try {
          over.put(key, readText(key, text, key.variable()));
        } catch (ConfigException e) {
          problems.addAll(e.problems());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Config(written, over, kept);
  }

  /** The JSON value of a key as it is in force, without secrets. */
  public <T> Object json(ConfigKey<T> key) {
    return key.type().shown().apply(value(key));
  }

  /**
   * The JSON value of a key as the file has it, with secrets; null if the file does not name it.
   */
  @SuppressWarnings("unchecked") // as in value
  public <T> @Nullable Object writtenJson(ConfigKey<T> key) {
    T value = (T) written.get(key);
    return value == null ? null : key.type().toJson().apply(value);
  }

  private static <T> T readText(ConfigKey<T> key, String text, String name) {
    try {
      return key.type().fromText().apply(text);
    } catch (RuntimeException e) {
      throw new ConfigException(name + ": " + e.getMessage());
    }
  }
}
