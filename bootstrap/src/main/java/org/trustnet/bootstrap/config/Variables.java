package org.trustnet.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.trustnet.multiformats.Printable;

/** The environment variables that begin with {@code TRUSTNET_}: which there are. Pure. */
public final class Variables {
  static final String PREFIX = "TRUSTNET_";

  /** Those that are no settings: of the launcher, of the command line, of the tools and tests. */
  private static final Set<String> OTHERS =
      Set.of(
          "TRUSTNET_PATH",
          "TRUSTNET_JAVA_OPTS",
          "TRUSTNET_NO_AOT",
          "TRUSTNET_CACHE",
          "TRUSTNET_PEERS",
          "TRUSTNET_REQUIRE_PEERS");

  private Variables() {}

  /**
   * Says of every variable with our prefix that nothing reads what it may have been meant to be,
   * one line each; the values, which may be secrets, are not told.
   *
   * @param environment of the process
   */
  public static List<String> unknown(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !isKnown(name))
        .sorted()
        .map(name -> Printable.escape(name) + " is not a setting" + suggestion(name))
        .toList();
  }

  /**
   * What is wrong with the variables, one line each: values that their settings do not take, then
   * as {@link #unknown}.
   */
  public static List<String> faults(Map<String, String> environment) {
    List<String> faults = new ArrayList<>();
    try {
      var _ = Config.defaults().withEnvironment(environment);
    } catch (ConfigException e) {
      faults.addAll(e.problems());
    }
    faults.addAll(unknown(environment));
    return List.copyOf(faults);
  }

  /** The settings that the variables say, whatever the file says. */
  public static List<ConfigKey<?>> overridden(Map<String, String> environment) {
    return ConfigKeys.all().stream()
        .filter(key -> environment.containsKey(key.variable()))
        .toList();
  }

  /** Whether something reads the variable. */
  public static boolean isKnown(String name) {
    return OTHERS.contains(name)
        || ConfigKeys.all().stream().anyMatch(key -> key.variable().equals(name));
  }

  private static String suggestion(String name) {
    List<String> variables = ConfigKeys.all().stream().map(ConfigKey::variable).toList();
    return Spelling.meant(name.toUpperCase(Locale.ROOT), variables)
        .map(meant -> ", did you mean " + meant + "?")
        .orElse(
            "; config show lists the settings: for example Swarm.GroupLoopback is the variable"
                + " TRUSTNET_SWARM_GROUPLOOPBACK");
  }
}
