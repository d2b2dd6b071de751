package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trustnet.interop.PeerProgram.Peer;
import org.trustnet.interop.PeerProgram.Refusal;
import org.trustnet.interop.PeerProgram.Stack;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.libp2p.kad.PutOutcome;
import org.trustnet.libp2p.node.HostConfig.Security;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import tools.jackson.databind.JsonNode;

/**
 * The DHT with go-libp2p, rust-libp2p and js-libp2p over Noise and over TLS, as dialer and as
 * listener. The programs are clients, so that what one stores and another finds went through us and
 * nobody else.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Meeting.PORTS, mode = ResourceAccessMode.READ)
class KadInteropTest {
  private static final String[] CLIENT = {"--kad", KadConfig.WAN_PROTOCOL, "--kad-mode", "client"};
  private static final String[] SERVER = {"--kad", KadConfig.WAN_PROTOCOL};

  /** The program that finds what the first one stored: of another stack. */
  private static PeerProgram another(Meeting meeting, OurNode node, String... more) {
    Stack stack = meeting.stack() == Stack.GO ? Stack.RUST : Stack.GO;
    PeerProgram program = PeerProgram.start(stack, meeting.security(), more);
    Meeting.dial(program, node);
    Eventually.holds(() -> program.hasInTable(node.id()));
    return program;
  }

  /** Until they have us in their table. */
  private static void meet(Meeting meeting, PeerProgram program, OurNode node) {
    meeting.bringTogether(program, node);
    Eventually.holds(() -> program.hasInTable(node.id()));
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void theyFindPeersThatOnlyWeCanKnow(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(SERVER);
        PeerProgram server = another(meeting, node, SERVER)) {
      PeerInfo stranger = node.knowsStranger();
      meet(meeting, program, node);
      Eventually.holds(() -> node.kad().wan().tableSize() == 2);

      Peer found = find(program, node, server.id());

      assertThat(found.addresses()).anyMatch(a -> server.address().startsWith(a));
      if (meeting.stack() != Stack.RUST) {
        assertThat(find(program, node, stranger.id().toString()).addresses())
            .containsExactly(stranger.addresses().getFirst().toString());
        node.close();
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> find(program, node, server.id()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void recordsGoFromThemThroughUsToOthers(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(CLIENT);
        PeerProgram other = another(meeting, node, CLIENT)) {
      meet(meeting, program, node);
      PrivateKey owner = TestHosts.key();
      String key = PeerProgram.base64(Records.key(owner));
      String first = PeerProgram.base64(Records.record(owner, 1));
      Bytes newer = Records.record(owner, 2);
      String second = PeerProgram.base64(newer);

      program.ask("put", "key", key, "value", first);
      assertThat(other.ask("get", "key", key).get("value").asString()).isEqualTo(first);

      assertThat(node.kad().putValue(Records.key(owner), newer, OurNode.PATIENCE))
          .isInstanceOf(PutOutcome.Sent.class);
      assertThat(other.ask("get", "key", key).get("value").asString()).isEqualTo(second);
      if (meeting.stack() != Stack.RUST) {
        JsonNode kept = program.ask("get", "key", key, "peer", node.id());
        assertThat(kept.get("value").asString()).isEqualTo(second);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void publicKeysGoFromThemThroughUsToOthers(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(CLIENT);
        PeerProgram other = another(meeting, node, CLIENT)) {
      meet(meeting, program, node);
      PrivateKey owner = Keys.generate(KeyType.ECDSA, OurNode.RANDOM);
      String key = PeerProgram.base64(RoutingKey.publicKey(owner.peerId()));
      String value = PeerProgram.base64(owner.publicKey().encode());

      program.ask("put", "key", key, "value", value);

      assertThat(other.ask("get", "key", key).get("value").asString()).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#withoutRust")
  void providersGoFromThemThroughUsToOthers(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(CLIENT);
        PeerProgram other = another(meeting, node, CLIENT)) {
      meet(meeting, program, node);
      Multihash content = OurNode.newContent();

      program.ask("provide", "cid", cid(content));

      Eventually.holds(() -> providers(other, content).contains(program.id()));
      List<PeerInfo> ours = new ArrayList<>();
      node.kad().findProviders(content.encode(), 1, ours::add, OurNode.PATIENCE);
      assertThat(ours).singleElement().matches(p -> p.id().toString().equals(program.id()));
      assertThat(ours.getFirst().addresses())
          .anyMatch(address -> program.address().startsWith(address.toString()));
    }
  }

  /** rust-peer has no confirmed address, so its announcements name none: go refuses them too. */
  @ParameterizedTest
  @EnumSource(Security.class)
  void anAnnouncementWithoutAnAddressIsNotHandedOn(Security security) {
    Meeting meeting = new Meeting(Stack.RUST, security, Meeting.Dialer.THEY);
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(CLIENT);
        PeerProgram other = another(meeting, node, CLIENT)) {
      meet(meeting, program, node);
      Multihash content = OurNode.newContent();

      program.ask("provide", "cid", cid(content));

      assertThat(providersOrNone(other, content)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void theyFindWhatWeProvide(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(SERVER)) {
      meet(meeting, program, node);
      Eventually.holds(() -> node.kad().wan().tableSize() == 1);
      Multihash content = OurNode.newContent();

      assertThat(node.kad().provide(content.encode(), OurNode.PATIENCE))
          .isEqualTo(new PutOutcome.Sent(1, 1));

      Eventually.holds(() -> providers(program, content).contains(node.id()));
    }
  }

  /** Nobody but the program can have told it: we are gone, and the fresh node never met us. */
  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#theyDial")
  void theyKeepWhatWeProvideAndSayTheyWereTold(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(SERVER)) {
      meet(meeting, program, node);
      Eventually.holds(() -> node.kad().wan().tableSize() == 1);
      Multihash content = OurNode.newContent();

      PutOutcome outcome = node.kad().provide(content.encode(), OurNode.PATIENCE);

      assertThat(outcome).isEqualTo(new PutOutcome.Sent(1, 1));
      try (OurNode fresh = OurNode.start()) {
        fresh.dial(program.address());
        Eventually.holds(() -> fresh.kad().wan().tableSize() == 1);
        node.close();
        Eventually.holds(() -> foundBy(fresh, content).contains(node.id()));
      }
    }
  }

  private static List<String> foundBy(OurNode node, Multihash content) {
    List<String> found = new ArrayList<>();
    node.kad()
        .findProviders(
            content.encode(), 1, known -> found.add(known.id().toString()), OurNode.PATIENCE);
    return found;
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void weFindWhatOnlyTheyKeep(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(SERVER)) {
      PrivateKey owner = TestHosts.key();
      Bytes record = Records.record(owner, 1);
      meet(meeting, program, node);
      Eventually.holds(() -> node.kad().wan().tableSize() == 1);
      node.kad().putValue(Records.key(owner), record, OurNode.PATIENCE);
      try (OurNode fresh = OurNode.start()) {
        fresh.dial(program.address());
        Eventually.holds(() -> fresh.kad().wan().tableSize() == 1);
        node.close();

        assertThat(
                fresh.kad().findValue(Records.key(owner), 1, better -> {}, OurNode.PATIENCE).best())
            .contains(record);
        assertThat(fresh.kad().findPeer(PeerId.parse(node.id()), OurNode.PATIENCE)).isPresent();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#theyDial")
  void nothingIsFoundOnceWeAreStopped(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program(CLIENT);
        PeerProgram other = another(meeting, node, CLIENT)) {
      meet(meeting, program, node);
      PrivateKey owner = TestHosts.key();
      String key = PeerProgram.base64(Records.key(owner));
      Multihash content = OurNode.newContent();
      program.ask("put", "key", key, "value", PeerProgram.base64(Records.record(owner, 1)));
      program.ask("provide", "cid", cid(content));
      Eventually.holds(() -> node.stored(Records.key(owner)).isPresent());

      node.close();

      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> other.ask("get", "key", key, "seconds", 4));
      assertThat(providersOrNone(other, content)).doesNotContain(program.id());
    }
  }

  private static Peer find(PeerProgram program, OurNode node, String wanted) {
    List<Peer> found = program.peers("find-node", "key", key(wanted), "peer", node.id());
    return found.stream().filter(p -> p.id().equals(wanted)).findFirst().orElseThrow();
  }

  private static String key(String peer) {
    return PeerProgram.base64(PeerId.parse(peer).encode());
  }

  private static String cid(Multihash content) {
    return Cid.v1(Cid.RAW, content).toString();
  }

  private static List<String> providers(PeerProgram program, Multihash content) {
    return program.peers("findprovs", "cid", cid(content), "seconds", 5).stream()
        .map(Peer::id)
        .toList();
  }

  private static List<String> providersOrNone(PeerProgram program, Multihash content) {
    try {
      return providers(program, content);
    } catch (Refusal e) {
      return List.of();
    }
  }
}
