package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsClient;
import org.trustnet.libp2p.dns.DnsConfig;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.Kad;
import org.trustnet.libp2p.kad.KadClock;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.Contact;
import org.trustnet.trust.store.MemoryEntryStore;
import org.trustnet.trust.store.Snapshots;

/** A node whose table somebody may have filled, and a bootstrap peer that it asks. */
@Timeout(120)
final class EclipseCheckTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final PeerId ONE = TestNode.key().peerId();
  private static final PeerId OTHER = TestNode.key().peerId();

  @TempDir private Path folder;
  private final TestHosts hosts = new TestHosts();
  private final HostNode host = hosts.start();

  /** Not started: its table has whom a lookup has led it to, and nobody else. */
  private final DualKad kad = kad();

  private final Deque<TestNode> nodes = new ArrayDeque<>();

  @AfterEach
  void stop() {
    kad.close();
    nodes.forEach(TestNode::close);
    hosts.close();
  }

  private DualKad kad() {
    RecordValidator validator = Namespaces.withIpns(new IpnsRecordValidator());
    Kad.Tools tools =
        new Kad.Tools(
            new MemoryRecordStore(host.peer(), RecordLimits.DEFAULT, RecordChanges.ignored()),
            validator,
            new KadClock(TestNode.REAL.nanos(), TestNode.REAL.wall()),
            TestNode.REAL.random());
    return new DualKad(
        new Kad(host, KadConfig.wan(KadConfig.Scope.LOOPBACK), tools),
        new Kad(host, KadConfig.lan(KadConfig.Scope.LOOPBACK), tools),
        validator);
  }

  private TestNode node(String name) throws IOException {
    TestNode node =
        new TestNode(TestNode.key(), folder.resolve(name), new MemoryEntryStore(), TestNode.REAL);
    nodes.push(node);
    return node;
  }

  private EclipseCheck check() {
    MemoryEntryStore store = new MemoryEntryStore();
    TrustState state =
        new TrustState(
            store,
            new TrustClock(store.trustTime(), TestNode.REAL),
            Snapshots.load(store, TestNode.settings(1).policy(host.peer())));
    AddressResolver names =
        new AddressResolver(new DnsClient(new DnsConfig(Map.of()), TestNode.REAL.nanos()));
    Contacts contacts =
        new Contacts(
            host,
            state.clock(),
            new RemoteResolver(state, names),
            new DialBudget(ResourceLimits.Loopback.BY_PORT, TestNode.REAL.nanos()));
    return new EclipseCheck(host, kad, contacts);
  }

  private Contact connected(TestNode node) {
    assertThat(host.connect(node.peer(), node.host.listenAddresses(), LONG)).isNotNull();
    TestNode.eventually(() -> !host.addressBook().addresses(node.peer()).isEmpty());
    return of(node);
  }

  private static Contact of(TestNode node) {
    return new Contact(node.peer(), Contact.Source.BOOTSTRAP, Optional.empty());
  }

  /** A lookup that begins at it brings it in, and those it knows: nobody. */
  private void fillTableWith(TestNode stranger) throws Exception {
    connected(stranger);
    kad.wan()
        .closestPeers(
            host.peer().encode(),
            new PeerInfo(stranger.peer(), stranger.host.listenAddresses()),
            LONG);
    TestNode.eventually(() -> tableHas(stranger));
  }

  private boolean tableHas(TestNode node) {
    return kad.wan().tablePeers().stream().map(PeerInfo::id).anyMatch(node.peer()::equals);
  }

  @Test
  void suspectsATableThatKnowsNobodyOfThoseToWhomABootstrapPeerLeads() throws Exception {
    TestNode stranger = node("stranger");
    TestNode witness = node("witness");
    TestNode neighbour = node("neighbour");
    witness.connect(neighbour);
    fillTableWith(stranger);
    Contact contact = connected(witness);

    assertThat(check().suspects(contact)).isTrue();

    TestNode.eventually(() -> tableHas(neighbour));
    assertThat(check().suspects(contact)).as("it knows them now").isFalse();
  }

  /** As one whose answer is here before it has identified itself. */
  @Test
  void comparesWithThePublicTableThoughTheWitnessHasNotIdentifiedItself() throws Exception {
    TestNode stranger = node("stranger");
    TestNode witness = node("witness");
    TestNode neighbour = node("neighbour");
    fillTableWith(stranger);
    witness.connect(neighbour);
    witness.host.remove(IdentifyConfig.PROTOCOL);
    host.remove(IdentifyConfig.PUSH_PROTOCOL); // by which it would tell that it has lost one
    host.addressBook().add(witness.peer(), witness.host.listenAddresses(), LONG);
    assertThat(host.connect(witness.peer(), List.of(), LONG))
        .isInstanceOf(DialOutcome.Connected.class);

    assertThat(check().suspects(of(witness))).isTrue();
  }

  @Test
  void suspectsNobodyForAWitnessThatIsAlone() throws Exception {
    TestNode witness = node("witness");
    Contact contact = connected(witness);

    assertThat(check().suspects(contact)).as("the table is empty").isFalse();
    TestNode.eventually(() -> tableHas(witness));
    assertThat(check().suspects(contact)).as("nobody is near but the witness").isFalse();
  }

  @Test
  void aPeerThatBothKnowIsEnoughAndNobodyIsNoReason() {
    assertThat(EclipseCheck.areStrangers(Set.of(ONE), Set.of(OTHER))).isTrue();
    assertThat(EclipseCheck.areStrangers(Set.of(ONE, OTHER), Set.of(OTHER))).isFalse();
    assertThat(EclipseCheck.areStrangers(Set.of(), Set.of(OTHER))).isFalse();
    assertThat(EclipseCheck.areStrangers(Set.of(ONE), Set.of())).isFalse();
  }
}
