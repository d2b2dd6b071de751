package org.trustnet.bootstrap.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.store.SoftState;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.host.manage.HoldPolicy;
import org.trustnet.libp2p.host.manage.TrimPolicy;
import org.trustnet.libp2p.host.peers.AddressBookLimits;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.Kad;
import org.trustnet.libp2p.kad.KadClock;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.libp2p.kad.RoutingMode;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.node.Announce;
import org.trustnet.libp2p.node.HostConfig;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.multiformats.Multiaddr;

/** The host with its address book, connection manager and the two DHTs. */
final class Network implements AutoCloseable {
  private final HostNode host;
  private final DualKad kad;
  private final RoutingSwitch routing;

  private Network(HostNode host, DualKad kad, RoutingSwitch routing) {
    this.host = host;
    this.kad = kad;
    this.routing = routing;
  }

  /**
   * Binds the listeners and begins to take part.
   *
   * @param soft what was known before, and what writes behind what is learnt
   * @param told hears what part the node takes in the DHTs
   * @throws IOException naming the address that cannot be bound, and its setting
   */
  static Network start(
      PrivateKey key,
      Config config,
      SoftState soft,
      TrustService trust,
      Surroundings surroundings,
      Consumer<RoutingMode> told)
      throws IOException {
    MemoryAddressBook book =
        new MemoryAddressBook(AddressBookLimits.defaults(), surroundings.wall());
    soft.follow(book);
    HostNode host =
        listening(
            key,
            config,
            new HostNode.Environment(
                trust.access(),
                book,
                surroundings.wall(),
                surroundings.nanos(),
                surroundings.random()));
    DualKad kad = kad(host, config, soft, trust.recordChanges(soft), surroundings);
    RoutingSwitch routing =
        new RoutingSwitch(
            RoutingMode.Type.valueOf(
                config.value(ConfigKeys.ROUTING_TYPE).toUpperCase(Locale.ROOT)),
            config.value(ConfigKeys.APPEND_ANNOUNCE),
            kad,
            told);
    host.listen(routing);
    routing.start();
    kad.start();
    return new Network(host, kad, routing);
  }

  private static HostNode listening(PrivateKey key, Config config, HostNode.Environment environment)
      throws IOException {
    try {
      return HostNode.start(key, hostConfig(config), environment);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + " (" + ConfigKeys.SWARM.path() + ")", e);
    }
  }

  private static HostConfig.Kept kept(Config config) {
    int low = Math.toIntExact(config.value(ConfigKeys.LOW_WATER));
    int high = Math.toIntExact(config.value(ConfigKeys.HIGH_WATER));
    if (high < low) {
      throw new ConfigException(
          ConfigKeys.HIGH_WATER.path() + " is below " + ConfigKeys.LOW_WATER.path());
    }
    return new HostConfig.Kept(
        new TrimPolicy(low, high, config.value(ConfigKeys.GRACE_PERIOD)), HoldPolicy.defaults());
  }

  private static HostConfig hostConfig(Config config) {
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
        .withKept(kept(config))
        .withDns(DnsSettings.of(config))
        .withLimits(limits(config));
  }

  private static ResourceLimits limits(Config config) {
    ResourceLimits d = ResourceLimits.defaults();
    int total = Math.toIntExact(config.value(ConfigKeys.MAX_CONNECTIONS));
    ResourceLimits.Connections connections =
        new ResourceLimits.Connections(
            total,
            Math.max(1, total - total / 4),
            Math.max(1, total / 2),
            d.connections().halfOpen(),
            d.connections().perPeer());
    ResourceLimits.Loopback loopback =
        config.value(ConfigKeys.GROUP_LOOPBACK).equals("off")
            ? ResourceLimits.Loopback.BY_PORT
            : ResourceLimits.Loopback.AS_ANY_ADDRESS;
    return new ResourceLimits(connections, d.groups(), d.streams(), d.buffers())
        .withLoopback(loopback);
  }

  private static DualKad kad(
      HostNode host,
      Config config,
      SoftState soft,
      RecordChanges changes,
      Surroundings surroundings) {
    RecordValidator validator = Namespaces.withIpns(new IpnsRecordValidator());
    KadConfig.Scope scope =
        config.value(ConfigKeys.ROUTING_LOOPBACK)
            ? KadConfig.Scope.LOOPBACK
            : KadConfig.Scope.NETWORK;
    MemoryRecordStore store = new MemoryRecordStore(host.peer(), RecordLimits.DEFAULT, changes);
    soft.load(store, surroundings.wall().instant());
    Kad.Tools tools =
        new Kad.Tools(
            store,
            validator,
            new KadClock(surroundings.nanos(), surroundings.wall()),
            surroundings.random());
    return new DualKad(
        new Kad(host, KadConfig.wan(scope), tools),
        new Kad(host, KadConfig.lan(scope), tools),
        validator);
  }

  HostNode host() {
    return host;
  }

  DualKad kad() {
    return kad;
  }

  RoutingMode routingMode() {
    return routing.mode();
  }

  @Override
  public void close() {
    kad.close();
    host.close();
  }
}
