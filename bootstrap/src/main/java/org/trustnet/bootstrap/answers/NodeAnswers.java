package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.trustnet.bootstrap.commands.NodeCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.BootstrapStatus;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.HostListener.Identity;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.ping.PingOutcome;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/** {@code id}, {@code ping}, {@code shutdown}. */
public final class NodeAnswers {
  private static final int MAX_PINGS = 1_000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Duration PING = Duration.ofSeconds(10);
  private static final Duration IDENTIFY = Duration.ofSeconds(5);

  private final Host host;
  private final Self self;
  private final PeerAgents agents;
  private final DualKad kad;
  private final Ping ping;
  private final NamedPeers named;
  private final Runnable shutdown;

  /**
   * What we say of ourselves.
   *
   * @param bootstrap where we stand on our way into the network, trust model section 8
   */
  public record Self(PublicKey key, Supplier<BootstrapStatus> bootstrap) {}

  /**
   * What others are asked with.
   *
   * @param resolver looks up names of peers
   */
  public record Tools(Ping ping, AddressResolver resolver) {}

  /**
   * @param shutdown asks the node to stop in order; returns at once
   */
  public NodeAnswers(
      Host host, Self self, PeerAgents agents, DualKad kad, Tools tools, Runnable shutdown) {
    this.host = host;
    this.self = self;
    this.agents = agents;
    this.kad = kad;
    this.ping = tools.ping();
    this.named = new NamedPeers(tools.resolver());
    this.shutdown = shutdown;
  }

  public void addTo(Operations operations) {
    operations
        .add(NodeCommands.ID, this::id)
        .add(NodeCommands.PING, this::ping)
        .add(
            NodeCommands.SHUTDOWN,
            _ -> {
              shutdown.run();
              return Reply.document(Json.object());
            });
  }

  private Reply id(Request request) throws InterruptedException {
    Optional<String> asked = request.optionalArgument(0).filter(text -> !text.isEmpty());
    if (asked.isEmpty()) {
      return ours();
    }
    PeerInfo peer = named.find(asked.get(), request);
    if (peer.id().equals(host.peer())) {
      return ours();
    }
    if (request.isLocal() && host.connections(peer.id()).isEmpty()) {
      throw OperationException.failed(peer.id() + " is not connected; leave --offline away");
    }
    reach(peer);
    Identity identity =
        agents
            .identity(peer.id())
            .orElseThrow(
                () -> OperationException.failed(peer.id() + " is connected but did not identify"));
    return Reply.document(
        Json.object(
            "ID", peer.id().toString(),
            "PublicKey", base64(host.connections(peer.id()).getFirst().peerKey()),
            "Addresses", withPeer(identity.addresses(), peer.id()),
            "AgentVersion", identity.agent(),
            "ProtocolVersion", identity.protocolVersion(),
            "Protocols", identity.protocols().stream().sorted().toList()));
  }

  private Reply ours() {
    return Reply.document(
        Json.object(
            "ID", host.peer().toString(),
            "PublicKey", base64(self.key()),
            "Addresses", withPeer(host.announcedAddresses(), host.peer()),
            "AgentVersion", Version.AGENT,
            "Protocols", List.copyOf(host.protocols()),
            "Bootstrap", bootstrap(self.bootstrap().get())));
  }

  /** The stage, and how many contacts of each source ended how since the start. */
  private static Object bootstrap(BootstrapStatus status) {
    Map<String, Object> contacts = new TreeMap<>();
    status.contacts().forEach((source, ended) -> contacts.put(source, new TreeMap<>(ended)));
    return Json.object(
        "State", status.state().id(),
        "Answered", status.answered(),
        "Contacts", contacts,
        "EclipseSuspects", status.eclipseSuspects());
  }

  private static String base64(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.encode().toArray());
  }

  private static List<String> withPeer(List<Multiaddr> addresses, PeerId peer) {
    return Json.texts(addresses.stream().map(a -> a.withPeer(peer)).toList());
  }

  /** Has the peer connected and, if that comes in time, identified. */
  private void reach(PeerInfo peer) throws InterruptedException {
    DialOutcome outcome =
        host.connect(peer.id(), DialTargets.named(peer.addresses()), Arguments.NETWORK);
    if (outcome instanceof DialOutcome.NoAddress) {
      PeerInfo found =
          kad.findPeer(peer.id(), Arguments.NETWORK).orElseThrow(() -> unknown(peer.id()));
      outcome = host.connect(found.id(), DialTargets.heard(found.addresses()), Arguments.NETWORK);
    }
    if (!(outcome instanceof DialOutcome.Connected)) {
      throw SwarmAnswers.unconnected("cannot connect to " + peer.id() + ": ", peer.id(), outcome);
    }
    agents.await(peer.id(), IDENTIFY);
  }

  private OperationException unknown(PeerId peer) {
    return OperationException.notFound(
        "no address of "
            + peer
            + " is known here, and "
            + (kad.hasPeers() ? "the DHT has none" : "there is no peer yet to ask")
            + "; name one that ends in /p2p/"
            + peer);
  }

  private Reply ping(Request request) throws InterruptedException {
    long count = request.number("count", 10);
    if (count < 1 || count > MAX_PINGS) {
      throw OperationException.usage("--count: 1 to " + MAX_PINGS);
    }
    PeerInfo peer = named.find(request.argument(0), request);
    reach(peer);
    return Reply.rows(
        out -> {
          out.accept(row(true, 0, "PING " + peer.id() + "."));
          long total = 0;
          int answered = 0;
          for (int i = 0; i < count && !Thread.currentThread().isInterrupted(); i++) {
            switch (ping.ping(peer.id(), PING)) {
              case PingOutcome.Answered(Duration time) -> {
                out.accept(row(true, time.toNanos(), ""));
                total += time.toNanos();
                answered++;
              }
              case PingOutcome.Unanswered(var why) ->
                  out.accept(row(false, 0, "ping failed: " + why));
            }
          }
          if (answered > 0) {
            out.accept(row(true, 0, average(total, answered)));
          }
        });
  }

  private static String average(long totalNanos, int count) {
    return String.format(
        Locale.ROOT, "Average latency: %.2fms", totalNanos / (count * NANOS_PER_MILLI));
  }

  private static Object row(boolean success, long nanos, String text) {
    return Json.object("Success", success, "Time", nanos, "Text", text);
  }
}
