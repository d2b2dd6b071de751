package org.trustnet.bootstrap.node;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKey;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.multiformats.Multiaddr;

/** What {@code init} writes into a new configuration. */
public enum Profile {
  /** A public node. */
  SERVER,
  /** On loopback with free ports, talking to other nodes of this machine only. */
  TEST;

  /** The word on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Profile> byId(String id) {
    for (Profile profile : values()) {
      if (profile.id().equals(id)) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  /** What kind of node a configuration makes: only one of tests meets others on loopback. */
  public static Profile of(Config config) {
    return config.value(ConfigKeys.ROUTING_LOOPBACK) ? TEST : SERVER;
  }

  /** Whether the shipped list of bootstrap nodes is an entry of the new trust database. */
  boolean bundled() {
    return this != TEST;
  }

  /** The configuration, without identity. */
  Config config() {
    Config basic =
        written(Config.defaults(), ConfigKeys.SWARM, ConfigKeys.API, ConfigKeys.ROUTING_TYPE);
    return switch (this) {
      case SERVER -> basic;
      case TEST ->
          basic
              .with(ConfigKeys.SWARM, List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")))
              .with(ConfigKeys.API, Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
              .with(ConfigKeys.ROUTING_TYPE, "dhtserver")
              .with(ConfigKeys.ROUTING_LOOPBACK, true)
              .with(ConfigKeys.GROUP_LOOPBACK, "off")
              .with(ConfigKeys.ALLOW_PRIVATE_REMOTES, true);
    };
  }

  private static Config written(Config config, ConfigKey<?>... keys) {
    Config all = config;
    for (ConfigKey<?> key : keys) {
      all = withDefault(all, key);
    }
    return all;
  }

  private static <T> Config withDefault(Config config, ConfigKey<T> key) {
    return config.with(key, key.byDefault());
  }
}
