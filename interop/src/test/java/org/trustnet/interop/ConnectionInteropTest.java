package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trustnet.interop.Meeting.Dialer;
import org.trustnet.interop.PeerProgram.Refusal;
import org.trustnet.interop.PeerProgram.Stack;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import tools.jackson.databind.JsonNode;

/**
 * Connect, identify and ping with go-libp2p, rust-libp2p and js-libp2p, each with Noise and with
 * TLS and nothing else, as dialer and as listener. What holds is read from what they say.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Meeting.PORTS, mode = ResourceAccessMode.READ)
class ConnectionInteropTest {
  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void theyReadWhoWeAre(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program()) {
      meeting.bringTogether(program, node);
      // What we serve since a moment ago is told by push.
      Eventually.holds(() -> told(program, node, "protocols").contains("/ipfs/lan/kad/1.0.0"));

      JsonNode told = program.ask("identify", "peer", node.id());

      assertThat(told.get("agent").asString()).isEqualTo(IdentifyConfig.defaults().agent());
      assertThat(told.get("protocolVersion").asString()).isEqualTo("ipfs/0.1.0");
      assertThat(texts(told.get("protocols")))
          .contains("/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0", "/ipfs/ping/1.0.0")
          .contains("/ipfs/kad/1.0.0", "/ipfs/lan/kad/1.0.0");
      assertThat(texts(told.get("listenAddrs")))
          .anyMatch(address -> address.startsWith(node.listenAddress()));
      assertThat(PeerProgram.bytes(told.get("publicKey")))
          .isEqualTo(node.key().publicKey().encode());
      String seen = node.host().connections().getFirst().remoteAddress().toString();
      assertThat(told.get("observedAddr").asString()).startsWith(seen);
      if (meeting.stack() != Stack.RUST) {
        assertThat(told.get("signedPeerRecord").asBoolean()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void theyHearOfANewProtocolByPush(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program()) {
      meeting.bringTogether(program, node);
      assertThat(told(program, node, "protocols")).doesNotContain("/x/new/1.0.0");

      node.host().handle("/x/new/1.0.0", stream -> {});

      Eventually.holds(() -> told(program, node, "protocols").contains("/x/new/1.0.0"));
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void theySeeTheConnectionAsItIs(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program()) {
      meeting.bringTogether(program, node);

      JsonNode seen =
          program.event("connected", event -> event.get("peer").asString().equals(node.id()));

      assertThat(seen.get("direction").asString())
          .isEqualTo(meeting.dialer() == Dialer.THEY ? "outbound" : "inbound");
      if (meeting.stack() != Stack.RUST) {
        assertThat(seen.get("security").asString()).isEqualTo(Meeting.protocol(meeting.security()));
        assertThat(seen.get("muxer").asString()).isEqualTo("/yamux/1.0.0");
      }
      node.close();
      program.event("disconnected", event -> event.get("peer").asString().equals(node.id()));
      assertThat(program.ask("connections").get("connections").size()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#all")
  void theyPingUsAndWeThem(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program()) {
      meeting.bringTogether(program, node);

      JsonNode pinged = program.ask("ping", "peer", node.id(), "count", 5);

      assertThat(pinged.get("allRttMicros").size()).isGreaterThanOrEqualTo(2);
      node.ping(program.id());
      node.close();
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> program.ask("ping", "peer", node.id(), "seconds", 5));
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#theyDial")
  void nothingConnectsWhenWeAreStopped(Meeting meeting) {
    try (OurNode node = OurNode.start();
        PeerProgram program = meeting.program()) {
      node.close();

      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> program.ask("connect", "addr", node.address()));
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> program.ask("identify", "peer", node.id(), "seconds", 1));
    }
  }

  @ParameterizedTest
  @MethodSource("org.trustnet.interop.Meeting#theyDial")
  void nothingConnectsWithoutACommonSecurity(Meeting meeting) {
    try (OurNode node = OurNode.only(Meeting.other(meeting.security()));
        PeerProgram program = meeting.program()) {
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> program.ask("connect", "addr", node.address()));
      DialOutcome ours =
          node.host()
              .connect(
                  PeerId.parse(program.id()),
                  List.of(Multiaddr.parse(program.address())),
                  OurNode.PATIENCE);

      assertThat(ours).isInstanceOf(DialOutcome.Failed.class);
      assertThat(program.ask("connections").get("connections").size()).isZero();
    }
  }

  private static List<String> told(PeerProgram program, OurNode node, String field) {
    return texts(program.ask("identify", "peer", node.id()).get(field));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}
