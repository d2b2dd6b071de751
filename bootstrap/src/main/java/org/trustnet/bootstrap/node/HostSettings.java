package org.trustnet.bootstrap.node;

import java.util.ArrayList;
import java.util.List;
import org.trustnet.bootstrap.answers.Version;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.libp2p.host.dial.DialConfig;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.host.manage.HoldPolicy;
import org.trustnet.libp2p.host.manage.TrimPolicy;
import org.trustnet.libp2p.node.Announce;
import org.trustnet.libp2p.node.HostConfig;
import org.trustnet.multiformats.Multiaddr;

/** What the configuration says of the host, and the defaults for the rest. Pure. */
final class HostSettings {
  private HostSettings() {}

  /**
   * The settings of a host.
   *
   * @param heapBytes how large the heap may grow, which bounds what waits in memory for peers
   * @param descriptors files and sockets that the process may open, which bounds what is half open
   * @throws ConfigException where settings contradict each other
   */
  static HostConfig of(Config config, long heapBytes, long descriptors) {
    List<HostConfig.Security> security = new ArrayList<>();
    if (config.value(ConfigKeys.TLS)) {
      security.add(HostConfig.Security.TLS);
    }
    if (config.value(ConfigKeys.NOISE)) {
      security.add(HostConfig.Security.NOISE);
    }
    if (security.isEmpty()) {
      throw new ConfigException(
          ConfigKeys.TLS.path() + " and " + ConfigKeys.NOISE.path() + " cannot both be false");
    }
    HostConfig defaults = HostConfig.defaults();
    return defaults
        .withListen(config.value(ConfigKeys.SWARM).toArray(Multiaddr[]::new))
        .withAnnounce(
            new Announce(
                config.value(ConfigKeys.APPEND_ANNOUNCE), config.value(ConfigKeys.NO_ANNOUNCE)))
        .withWire(defaults.wire().withSecurity(security.toArray(HostConfig.Security[]::new)))
        .withDial(
            defaults
                .dial()
                .withHeardNames(
                    config.value(ConfigKeys.ROUTING_LOOPBACK)
                        ? DialConfig.HeardNames.ANYWHERE
                        : DialConfig.HeardNames.PUBLIC))
        .withKept(kept(config))
        .withDns(DnsSettings.of(config))
        .withIdentify(defaults.identify().withAgent(Version.AGENT))
        .withLimits(limits(config, heapBytes, descriptors));
  }

  /** Who lowers only the high-water mark has the low one lowered with it. */
  private static HostConfig.Kept kept(Config config) {
    int high = Math.toIntExact(config.value(ConfigKeys.HIGH_WATER));
    int low = Math.toIntExact(config.value(ConfigKeys.LOW_WATER));
    if (!config.isWritten(ConfigKeys.LOW_WATER)) {
      low = Math.min(low, high - high / 4);
    }
    if (high < low) {
      throw new ConfigException(
          ConfigKeys.HIGH_WATER.path() + " is below " + ConfigKeys.LOW_WATER.path());
    }
    return new HostConfig.Kept(
        new TrimPolicy(low, high, config.value(ConfigKeys.GRACE_PERIOD)), HoldPolicy.defaults());
  }

  private static ResourceLimits limits(Config config, long heapBytes, long descriptors) {
    ResourceLimits d = ResourceLimits.defaults();
    int total = Math.toIntExact(config.value(ConfigKeys.MAX_CONNECTIONS));
    ResourceLimits.Connections connections =
        new ResourceLimits.Connections(
            total,
            Math.max(1, total - total / 4),
            Math.max(1, total / 2),
            Descriptors.halfOpen(d.connections().halfOpen(), descriptors),
            d.connections().perPeer());
    ResourceLimits.Loopback loopback =
        config.value(ConfigKeys.GROUP_LOOPBACK).equals("off")
            ? ResourceLimits.Loopback.BY_PORT
            : ResourceLimits.Loopback.AS_ANY_ADDRESS;
    return new ResourceLimits(
            connections, d.groups(), d.streams(), ResourceLimits.Buffers.within(heapBytes))
        .withLoopback(loopback);
  }
}
