package org.trustnet.bootstrap.answers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.bootstrap.commands.SwarmCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.PeerCommands;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;

/** {@code swarm peering add|ls|rm}, in Kubo's shapes; what they write are direct entries. */
public final class PeeringAnswers {
  private final TrustService trust;
  private final TrustChanges changes;

  public PeeringAnswers(TrustService trust) {
    this.trust = trust;
    this.changes = new TrustChanges(trust);
  }

  /** The labels of the entries that hold the connection to {@code peer} now. */
  public static List<String> holders(TrustService trust, PeerId peer) {
    return trust.held().getOrDefault(peer, List.of()).stream()
        .map(key -> BootstrapAnswers.label(trust, key))
        .toList();
  }

  public void addTo(Operations operations) {
    operations
        .add(SwarmCommands.PEERING_ADD, this::add)
        .add(SwarmCommands.PEERING_LS, _ -> list())
        .add(SwarmCommands.PEERING_RM, this::remove);
  }

  /** As Kubo's, and of each peer what else there is to say, if there is anything. */
  private static Map<String, Object> success(PeerId peer, List<String> messages) {
    Map<String, Object> row = Json.object("ID", peer.toString(), "Status", "success");
    if (!messages.isEmpty()) {
      row.put("Messages", messages);
    }
    return row;
  }

  private Reply add(Request request) {
    List<PeerInfo> peers = request.arguments().stream().map(Arguments::peerAddress).toList();
    changes.check(request, BootstrapAnswers.additions(peers, PeerCommands.Use.PEERING));
    List<Object> rows = new ArrayList<>();
    for (PeerInfo peer : peers) {
      Change.Done done =
          changes.done(
              request,
              peer.id().toString(),
              BootstrapAnswers.addition(peer, PeerCommands.Use.PEERING),
              Optional.of(peer.id()));
      rows.add(success(peer.id(), done.messages()));
    }
    return Reply.rows(out -> rows.forEach(out));
  }

  private Reply list() {
    List<Object> rows = new ArrayList<>();
    for (Candidate held : BootstrapAnswers.candidates(trust, TrustFunction.HOLD_CONNECTION)) {
      rows.add(
          Json.object(
              "ID",
              held.peer().toString(),
              "Addrs",
              Json.texts(held.dialling().remotes().stream().map(Remote::asMultiaddr).toList())));
    }
    return Reply.document(Json.object("Peers", rows));
  }

  private Reply remove(Request request) {
    Map<PeerId, Set<Multiaddr>> peers = new LinkedHashMap<>();
    for (String argument : request.arguments()) {
      PeerInfo peer = Arguments.peer(argument);
      if (!peer.addresses().isEmpty()) {
        throw OperationException.usage(
            Printable.quote(argument)
                + " is an address: swarm peering rm takes the peer with all of them, named "
                + peer.id());
      }
      peers.put(peer.id(), Set.of());
    }
    peers.keySet().forEach(peer -> refuseListed(request, peer));
    Map<PeerId, List<String>> unchanged = changes.remove(request, PeerCommands.Use.PEERING, peers);
    List<Object> rows = new ArrayList<>();
    for (PeerId peer : peers.keySet()) {
      List<String> messages = new ArrayList<>(unchanged.getOrDefault(peer, List.of()));
      SwarmAnswers.held(givers(peer)).ifPresent(messages::add);
      rows.add(success(peer, messages));
    }
    return Reply.rows(out -> rows.forEach(out));
  }

  /** Throws that the peer has no entry to take it from, and who else holds it, if anybody does. */
  private void refuseListed(Request request, PeerId peer) {
    PeerCommands commands =
        new PeerCommands(trust.book(TrustChanges.actor(request)), PeerCommands.Use.PEERING);
    if (commands.remove(peer) instanceof Change.Refused(var problem, String what, _)
        && problem == Change.Problem.NOT_FOUND) {
      String held = SwarmAnswers.held(givers(peer)).map(who -> "; " + who).orElse("");
      throw OperationException.notFound(what + held);
    }
  }

  /** The labels of the entries by which the connection to {@code peer} is held, now or soon. */
  private List<String> givers(PeerId peer) {
    TrustFunction held = TrustFunction.HOLD_CONNECTION;
    PeerQuestions questions = new PeerQuestions(trust.snapshot(), trust.millis());
    return questions.dialling(peer, held, Side.RELY).isEmpty()
        ? List.of()
        : questions.givers(peer, held).stream()
            .map(key -> BootstrapAnswers.label(trust, key))
            .toList();
  }
}
