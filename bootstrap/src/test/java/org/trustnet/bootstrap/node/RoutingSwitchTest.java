package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.Kad;
import org.trustnet.libp2p.kad.KadClock;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.libp2p.kad.RoutingMode;
import org.trustnet.libp2p.kad.RoutingMode.Part;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.multiformats.Multiaddr;

/** What part a node takes in the DHTs, as it says and as its peers see. */
@Timeout(120)
final class RoutingSwitchTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final Multiaddr PUBLIC = Multiaddr.parse("/ip4/60.1.2.3/tcp/4001");

  @TempDir private Path folder;
  private final List<RoutingMode> told = new CopyOnWriteArrayList<>();
  private volatile List<Multiaddr> announced = List.of(PUBLIC);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auto | | public client, local server (no public address of ours is proven yet) | /ipfs/lan/kad/1.0.0
          auto | /ip4/60.1.2.3/tcp/4001 | public server, local server (the config announces the public address /ip4/60.1.2.3/tcp/4001) | /ipfs/kad/1.0.0 /ipfs/lan/kad/1.0.0
          auto | /ip4/10.1.2.3/tcp/4001 | public client, local server (no public address of ours is proven yet) | /ipfs/lan/kad/1.0.0
          dhtclient | /ip4/60.1.2.3/tcp/4001 | public client, local client (Routing.Type is dhtclient) |
          dhtserver | | public server, local server (Routing.Type is dhtserver) | /ipfs/kad/1.0.0 /ipfs/lan/kad/1.0.0
          none | /ip4/60.1.2.3/tcp/4001 | public absent, local absent (Routing.Type is none) |
          """)
  void saysAndServesWhatTheConfigurationAsksFor(
      String type, String address, String line, String served) throws Exception {
    Path repository = folder.resolve("repository");
    NewRepository.create(repository, Profile.TEST, REAL);
    List<Multiaddr> append = address == null ? List.of() : List.of(Multiaddr.parse(address));
    try (Repository open = Repository.open(repository, "test")) {
      open.changeConfig(
          () ->
              open.config()
                  .config()
                  .with(ConfigKeys.ROUTING_TYPE, type)
                  .with(ConfigKeys.APPEND_ANNOUNCE, append));
    }
    List<String> lines = new CopyOnWriteArrayList<>();
    try (Node node = Node.start(repository, Map.of(), REAL, lines::add);
        RpcCalls rpc = new RpcCalls(node.api(), repository)) {
      assertThat(lines).filteredOn(one -> one.startsWith("DHT")).containsExactly("DHT: " + line);
      String id = new String(rpc.call("id").body(), StandardCharsets.UTF_8);
      assertThat(protocols(id)).isEqualTo(served == null ? Set.of() : Set.of(served.split(" ")));
    }
  }

  private static Set<String> protocols(String id) {
    return Stream.of(KadConfig.WAN_PROTOCOL, KadConfig.LAN_PROTOCOL)
        .filter(one -> id.contains('"' + one + '"'))
        .collect(Collectors.toSet());
  }

  @Test
  void fourPeersOfFourGroupsMakeAServerAndAPeerHearsOfItAndOfItsEnd() {
    try (TestHosts hosts = new TestHosts()) {
      HostNode host = hosts.start();
      HostNode peer = hosts.start();
      try (DualKad kad = kad(host)) {
        RoutingSwitch routing =
            new RoutingSwitch(RoutingMode.Type.AUTO, List.of(), () -> announced, kad, told::add);
        routing.start();
        Connection real = TestHosts.connect(peer, host);
        eventually(() -> sees(peer, host, KadConfig.LAN_PROTOCOL));
        assertThat(sees(peer, host, KadConfig.WAN_PROTOCOL)).isFalse();

        for (int group = 1; group < RoutingMode.WITNESSES; group++) {
          routing.onConnected(arrival(real, group));
          routing.onConnected(arrival(real, group));
        }
        assertThat(routing.mode().wan()).isEqualTo(Part.CLIENT);
        routing.onConnected(arrival(real, RoutingMode.WITNESSES));

        assertThat(told.getLast().wan()).isEqualTo(Part.SERVER);
        assertThat(told.getLast().reason()).endsWith("reached us at 60.1.2.3");
        eventually(() -> sees(peer, host, KadConfig.WAN_PROTOCOL));

        announced = List.of(Multiaddr.parse("/ip4/60.9.9.9/tcp/4001"));
        routing.onAnnouncementChanged();

        assertThat(told).extracting(RoutingMode::wan).endsWith(Part.SERVER, Part.CLIENT).hasSize(3);
        eventually(() -> !sees(peer, host, KadConfig.WAN_PROTOCOL));
        assertThat(sees(peer, host, KadConfig.LAN_PROTOCOL)).isTrue();
      }
    }
  }

  @Test
  void anAddressThatIsNotAnnouncedMakesNoServer() {
    announced = List.of();
    try (TestHosts hosts = new TestHosts()) {
      HostNode host = hosts.start();
      try (DualKad kad = kad(host)) {
        RoutingSwitch routing =
            new RoutingSwitch(RoutingMode.Type.AUTO, List.of(), () -> announced, kad, told::add);
        routing.start();
        Connection real = TestHosts.connect(hosts.start(), host);
        for (int group = 1; group <= RoutingMode.WITNESSES; group++) {
          routing.onConnected(arrival(real, group));
        }

        assertThat(told).extracting(RoutingMode::wan).containsExactly(Part.CLIENT);
      }
    }
  }

  private static Arrival arrival(Connection real, int group) {
    return new Arrival(
        real,
        TestHosts.key().peerId(),
        PUBLIC,
        Multiaddr.parse("/ip4/" + (60 + group) + ".7.7.7/tcp/4001"));
  }

  private static boolean sees(HostNode peer, HostNode of, String protocol) {
    return peer.addressBook().protocols(of.peer()).contains(protocol);
  }

  private static DualKad kad(HostNode host) {
    RecordValidator validator = Namespaces.withIpns(new IpnsRecordValidator());
    Kad.Tools tools =
        new Kad.Tools(
            new MemoryRecordStore(host.peer(), RecordLimits.DEFAULT, RecordChanges.ignored()),
            validator,
            new KadClock(REAL.nanos(), REAL.wall()),
            REAL.random());
    return new DualKad(
        new Kad(host, KadConfig.wan(KadConfig.Scope.LOOPBACK), tools),
        new Kad(host, KadConfig.lan(KadConfig.Scope.LOOPBACK), tools),
        validator);
  }

  /** Until the time of the whole test is up. */
  private static void eventually(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
