package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.trustnet.bootstrap.commands.SwarmCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.Host;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.model.TrustFunction;

/** {@code swarm peers|connect|disconnect|addrs}. */
public final class SwarmAnswers {
  private static final int MOST_ADDRESSES = 10_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Host host;
  private final PeerAgents agents;
  private final Function<PeerId, List<String>> holders;

  /**
   * @param holders labels of the entries that hold the connection to a peer
   */
  public SwarmAnswers(Host host, PeerAgents agents, Function<PeerId, List<String>> holders) {
    this.host = host;
    this.agents = agents;
    this.holders = holders;
  }

  public void addTo(Operations operations) {
    operations
        .add(SwarmCommands.PEERS, this::peers)
        .add(SwarmCommands.CONNECT, this::connect)
        .add(SwarmCommands.DISCONNECT, this::disconnect)
        .add(SwarmCommands.ADDRS, this::addrs)
        .add(SwarmCommands.ADDRS_LISTEN, _ -> strings(Json.texts(host.listenAddresses())))
        .add(SwarmCommands.ADDRS_LOCAL, this::local);
  }

  private static Reply strings(List<String> lines) {
    return Reply.document(Json.object("Strings", lines));
  }

  private Reply peers(Request request) {
    boolean verbose = request.flag("verbose");
    List<Object> rows = new ArrayList<>();
    for (Connection connection : host.connections()) {
      rows.add(row(connection, request, verbose));
    }
    return Reply.document(Json.object("Peers", rows));
  }

  private Map<String, Object> row(Connection connection, Request request, boolean verbose) {
    PeerId peer = connection.peer();
    Map<String, Object> row =
        Json.object(
            "Addr", connection.remoteAddress().toString(),
            "Peer", peer.toString(),
            "Latency", verbose || request.flag("latency") ? latency(connection.latency()) : "",
            "Muxer", connection.muxer());
    if (verbose || request.flag("direction")) {
      row.put("Direction", connection.direction() == Connection.Direction.INBOUND ? 1 : 2);
    }
    if (verbose || request.flag("streams")) {
      row.put("StreamCount", connection.streams());
    }
    if (verbose || request.flag("identify")) {
      row.put("Identify", identify(peer));
    }
    if (verbose) {
      row.put("Security", connection.security());
      row.put("KeptFor", host.connectionManager().protections(peer).stream().sorted().toList());
    }
    return row;
  }

  /** As Kubo, for example {@code 1.25ms}; {@code n/a} before it was measured. */
  static String latency(Optional<Duration> roundTrip) {
    return roundTrip
        .map(time -> String.format(Locale.ROOT, "%.2fms", time.toNanos() / NANOS_PER_MILLI))
        .orElse("n/a");
  }

  private Map<String, Object> identify(PeerId peer) {
    AddressBook book = host.addressBook();
    return Json.object(
        "ID", peer.toString(),
        "Addresses", Json.texts(book.addresses(peer)),
        "AgentVersion", agents.agent(peer).orElse(""),
        "Protocols", book.protocols(peer).stream().sorted().map(Printable::escape).toList());
  }

  private Reply connect(Request request) {
    List<String> lines = new ArrayList<>();
    Map<PeerId, List<Multiaddr>> targets = new LinkedHashMap<>();
    for (String argument : request.arguments()) {
      PeerInfo peer = Arguments.peerAddress(argument);
      targets.computeIfAbsent(peer.id(), p -> new ArrayList<>()).addAll(peer.addresses());
    }
    targets.forEach(
        (peer, addresses) -> {
          DialOutcome outcome = host.connect(peer, DialTargets.named(addresses), Arguments.NETWORK);
          if (!(outcome instanceof DialOutcome.Connected)) {
            throw unconnected("connect " + peer + " failure: ", peer, outcome);
          }
          lines.add("connect " + peer + " success");
        });
    return strings(lines);
  }

  /**
   * That there is no connection; one that the user's block forbids is refused.
   *
   * @param what failed, to stand before the reason
   */
  static OperationException unconnected(String what, PeerId peer, DialOutcome outcome) {
    return outcome instanceof DialOutcome.Refused(var bar) && bar == DialOutcome.Bar.FORBIDDEN
        ? OperationException.refused(what + "the peer is blocked; trust unblock /p2p/" + peer)
        : OperationException.failed(what + told(outcome));
  }

  /** Why there is no connection, in one line. */
  public static String told(DialOutcome outcome) {
    return switch (outcome) {
      case DialOutcome.Connected _ -> "connected";
      case DialOutcome.NoAddress(var unfit) ->
          unfit.isEmpty()
              ? "no address of the peer is known"
              : "no address is known that could be dialled: " + told(unfit);
      case DialOutcome.BackedOff(var left) ->
          "it failed a moment ago; try again in " + left.toSeconds() + " s";
      case DialOutcome.Refused(var bar) -> bar.text();
      case DialOutcome.Limited(String limit) -> "at the limit: " + limit;
      case DialOutcome.Failed(var attempts) -> told(attempts);
    };
  }

  private static String told(List<DialOutcome.Attempt> attempts) {
    return String.join("; ", attempts.stream().map(a -> a.address() + ": " + a.reason()).toList());
  }

  private Reply disconnect(Request request) {
    List<String> lines = new ArrayList<>();
    for (String argument : request.arguments()) {
      PeerId peer = Arguments.peer(argument).id();
      List<Connection> open = host.connections(peer);
      if (open.isEmpty()) {
        throw OperationException.notFound("disconnect " + peer + " failure: not connected");
      }
      open.forEach(Connection::close);
      lines.add("disconnect " + peer + " success");
      held(holders.apply(peer)).ifPresent(lines::add);
    }
    return strings(lines);
  }

  /** What keeps the connection to a peer: the entries of these labels, if there are any. */
  static Optional<String> held(List<String> labels) {
    List<String> holding = labels.stream().map(SwarmAnswers::word).toList();
    return holding.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it is held by %s and connected to again; trust deny %s %s ends that"
                .formatted(
                    String.join(", ", holding),
                    holding.getFirst(),
                    TrustFunction.HOLD_CONNECTION.id()));
  }

  private static String word(String label) {
    return label.matches("[\\w.-]+") ? label : Printable.quote(label);
  }

  private Reply addrs(Request request) {
    Map<String, List<String>> all = new TreeMap<>();
    for (AddressBook.Remembered known : host.addressBook().remembered(MOST_ADDRESSES)) {
      all.put(known.peer().toString(), Json.texts(known.addresses()));
    }
    return Reply.document(Json.object("Addrs", all));
  }

  private Reply local(Request request) {
    List<Multiaddr> announced = host.announcedAddresses();
    return strings(
        Json.texts(
            request.flag("id")
                ? announced.stream().map(a -> a.withPeer(host.peer())).toList()
                : announced));
  }
}
