package org.trustnet.bootstrap.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.BootstrapConfig;
import org.trustnet.trust.decide.Policy;
import org.trustnet.trust.file.FileLimits;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.TrustFunction;

/**
 * What the configuration and the packager say about trust.
 *
 * @param defaults {@code Trust.Default}
 * @param bootstrap {@code Trust.Bootstrap}
 * @param frozenGrace {@code Trust.FrozenGrace}
 * @param scope {@code Trust.AllowPrivateRemotes}
 * @param loopback {@code Swarm.GroupLoopback}: how addresses of this machine are grouped
 * @param bundled the shipped list; empty for a program without one
 */
public record TrustSettings(
    Functions defaults,
    BootstrapConfig bootstrap,
    Duration frozenGrace,
    Policy.RemoteScope scope,
    ResourceLimits.Loopback loopback,
    Optional<Bundled> bundled) {
  private static final String LIST = "bundled.json";
  private static final String KEY = "bundled.properties";

  /**
   * The list that is shipped with the program.
   *
   * @param content its bytes
   * @param updateKey the packager's key that updates it; empty if none was set
   */
  public record Bundled(Bytes content, Optional<PeerId> updateKey) {}

  /**
   * Reads them.
   *
   * @throws ConfigException naming the setting
   */
  public static TrustSettings of(Config config) {
    int minPeers = Math.toIntExact(config.value(ConfigKeys.MIN_PEERS));
    if (2 * minPeers > BootstrapConfig.MAX_SLOTS) {
      throw new ConfigException(
          ConfigKeys.MIN_PEERS.path() + ": at most " + BootstrapConfig.MAX_SLOTS / 2);
    }
    return new TrustSettings(
        defaults(config.value(ConfigKeys.TRUST_DEFAULT)),
        new BootstrapConfig(minPeers),
        config.value(ConfigKeys.FROZEN_GRACE),
        config.value(ConfigKeys.ALLOW_PRIVATE_REMOTES)
            ? Policy.RemoteScope.ANY
            : Policy.RemoteScope.PUBLIC,
        config.value(ConfigKeys.GROUP_LOOPBACK).equals("off")
            ? ResourceLimits.Loopback.BY_PORT
            : ResourceLimits.Loopback.AS_ANY_ADDRESS,
        Optional.of(shipped()));
  }

  private static Functions defaults(List<String> ids) {
    List<TrustFunction> functions = new ArrayList<>();
    for (String id : ids) {
      functions.add(
          TrustFunction.byId(id)
              .filter(TrustFunction::mayBeDefault)
              .orElseThrow(
                  () ->
                      new ConfigException(
                          ConfigKeys.TRUST_DEFAULT.path() + " may not name " + id)));
    }
    return Functions.of(functions);
  }

  /** These settings of a program that ships no list. */
  public TrustSettings withoutBundled() {
    return new TrustSettings(defaults, bootstrap, frozenGrace, scope, loopback, Optional.empty());
  }

  /** These settings with another shipped list. */
  public TrustSettings withBundled(Bundled list) {
    return new TrustSettings(defaults, bootstrap, frozenGrace, scope, loopback, Optional.of(list));
  }

  Policy policy(PeerId self) {
    return Policy.standard(self)
        .withDefaults(defaults)
        .withFrozenGrace(frozenGrace)
        .withScope(scope);
  }

  private static Bundled shipped() {
    Properties properties = new Properties();
    try {
      properties.load(new java.io.StringReader(new String(resource(KEY), StandardCharsets.UTF_8)));
      String key = properties.getProperty("update-key", "").strip();
      return new Bundled(
          Bytes.wrap(resource(LIST)),
          key.isEmpty() ? Optional.empty() : Optional.of(PeerId.parse(key)));
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own list cannot be read", e);
    } catch (MultiformatException e) {
      throw new ConfigException("the build's key of the bundled list: " + e.getMessage());
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = TrustSettings.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from the program");
      }
      return in.readNBytes(FileLimits.MAX_BYTES);
    }
  }
}
