package org.trustnet.bootstrap.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.commands.ConfigCommands;
import org.trustnet.bootstrap.config.AddressTypes;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigFile;
import org.trustnet.bootstrap.config.ConfigKey;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.config.Variables;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Printable;

/** {@code config show|get|set|check}. */
public final class ConfigAnswers {
  private final Repository repository;
  private final Map<String, String> environment;
  private final Optional<String> applies;

  /** What stands behind the environment and its variables, to tell whose they are. */
  private final String whose;

  private ConfigAnswers(
      Repository repository,
      Map<String, String> environment,
      Optional<String> applies,
      String whose) {
    this.repository = repository;
    this.environment = Map.copyOf(environment);
    this.applies = applies;
    this.whose = whose;
  }

  /**
   * While no node runs: what is written is read by whatever comes next.
   *
   * @param environment variables that override the file
   */
  public ConfigAnswers(Repository repository, Map<String, String> environment) {
    this(repository, environment, Optional.empty(), "");
  }

  /**
   * Of a running node, which says that it takes what is written at its next start.
   *
   * @param environment its variables, which override the file
   */
  public static ConfigAnswers ofNode(Repository repository, Map<String, String> environment) {
    return new ConfigAnswers(
        repository,
        environment,
        Optional.of("at the next start of the node"),
        " of the running node");
  }

  public void addTo(Operations operations) {
    operations
        .add(ConfigCommands.SHOW, _ -> Reply.document(ConfigFile.tree(config(), true)))
        .add(ConfigCommands.GET, this::value)
        .add(ConfigCommands.SET, this::write)
        .add(ConfigCommands.CHECK, _ -> check());
  }

  private Config config() {
    try {
      return overridden(repository.config().config());
    } catch (ConfigException e) {
      throw faulty(e);
    }
  }

  private Config overridden(Config file) {
    try {
      return file.withEnvironment(environment);
    } catch (ConfigException e) {
      throw faulty("the environment" + whose, "", e.problems());
    }
  }

  private OperationException faulty(ConfigException e) {
    return faulty(
        "the configuration", " in " + repository.folder().resolve("config"), e.problems());
  }

  private static OperationException faulty(String what, String where, List<String> problems) {
    String faults = problems.size() == 1 ? " fault" : " faults";
    return new OperationException(
        OperationException.Kind.FAILED,
        what + " has " + problems.size() + faults + where,
        problems);
  }

  private static ConfigKey<?> key(String path) {
    return ConfigKeys.byPath(path)
        .orElseThrow(
            () ->
                OperationException.notFound(
                    Printable.escape(path) + " is not a setting; config show lists them"));
  }

  private Reply value(Request request) {
    String path = request.argument(0);
    Config config = config();
    Object value = section(config, path).orElseGet(() -> config.json(key(path)));
    Map<String, Object> answer = Json.object("Key", path, "Value", value);
    List<Object> overrides =
        ConfigKeys.all().stream()
            .filter(key -> key.path().equals(path) || key.path().startsWith(path + "."))
            .filter(config::isOverridden)
            .<Object>map(key -> override(config, key))
            .toList();
    if (!overrides.isEmpty()) {
      answer.put("Overrides", overrides);
    }
    return Reply.document(answer);
  }

  /** That a variable has a setting's say, and what the file says. */
  private static Map<String, Object> override(Config config, ConfigKey<?> key) {
    return Json.object(
        "Key", key.path(),
        "Variable", key.variable(),
        "Value", config.json(key),
        "File", config.ofFile().json(key));
  }

  /** A section, as Kubo gives it too. */
  private static Optional<Object> section(Config config, String path) {
    Object at = ConfigFile.tree(config, true);
    for (String name : path.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> map) || ConfigKeys.byPath(path).isPresent()) {
        return Optional.empty();
      }
      at = map.get(name);
    }
    return Optional.ofNullable(at);
  }

  private Reply write(Request request) {
    ConfigKey<?> key = key(request.argument(0));
    if (key.equals(ConfigKeys.PEER_ID)) {
      throw OperationException.refused("Identity.PeerID belongs to the key in the keystore");
    }
    try {
      String value = request.argument(1);
      boolean json = request.flag("json");
      Config changed =
          repository.changeConfig(
              () -> json ? config().withJson(key, value) : config().withText(key, value));
      return Reply.document(
          Json.object(
              "Key", key.path(),
              "Value", changed.ofFile().json(key),
              "Applies",
                  changed.isOverridden(key)
                      ? Optional.of("when " + key.variable() + ", which overrides it, is not set")
                      : applies));
    } catch (ConfigException e) {
      throw OperationException.usage(String.valueOf(e.getMessage()));
    }
  }

  private Reply check() {
    ConfigFile.Reading reading;
    try {
      reading = repository.config();
    } catch (ConfigException e) {
      throw faulty(e);
    }
    List<String> advice = new ArrayList<>();
    reading.ignored().forEach(section -> advice.add(section.advice()));
    AddressTypes.exposure(reading.config().value(ConfigKeys.API)).ifPresent(advice::add);
    Config inForce = overridden(reading.config());
    List<String> unknown = Variables.unknown(environment);
    if (!unknown.isEmpty()) {
      throw faulty("the environment" + whose, "", unknown);
    }
    ConfigKeys.all().stream()
        .filter(inForce::isOverridden)
        .forEach(key -> advice.add(key.variable() + whose + " overrides " + key.path()));
    List<String> unwritten =
        ConfigKeys.all().stream()
            .filter(key -> !reading.config().isWritten(key))
            .map(ConfigKey::path)
            .toList();
    if (!unwritten.isEmpty()) {
      advice.add(
          "not written, so at their defaults, which config show has: "
              + String.join(", ", unwritten));
    }
    return Reply.document(Json.object("Strings", advice));
  }
}
