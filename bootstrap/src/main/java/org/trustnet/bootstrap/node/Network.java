package org.trustnet.bootstrap.node;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.store.SoftState;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.libp2p.crypto.PrivateKey;
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
import org.trustnet.libp2p.node.HostNode;

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
            host::announcedAddresses,
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
      return HostNode.start(
          key,
          HostSettings.of(config, Runtime.getRuntime().maxMemory(), Descriptors.ofTheProcess()),
          environment);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + " (" + ConfigKeys.SWARM.path() + ")", e);
    }
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
