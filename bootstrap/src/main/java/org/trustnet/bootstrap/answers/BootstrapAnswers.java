package org.trustnet.bootstrap.answers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.trustnet.bootstrap.commands.BootstrapCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.PeerCommands;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustFunction;

/** {@code bootstrap ls|add|rm}, in Kubo's shapes; what they write are direct entries. */
public final class BootstrapAnswers {
  private final TrustService trust;
  private final TrustChanges changes;

  public BootstrapAnswers(TrustService trust) {
    this.trust = trust;
    this.changes = new TrustChanges(trust);
  }

  public void addTo(Operations operations) {
    operations
        .add(BootstrapCommands.ALONE, _ -> list())
        .add(BootstrapCommands.LS, _ -> list())
        .add(BootstrapCommands.LIST, _ -> list())
        .add(BootstrapCommands.ADD, this::add)
        .add(BootstrapCommands.RM, this::remove)
        .add(BootstrapCommands.RM_ALL, this::removeAll);
  }

  private Reply list() {
    List<String> peers = new ArrayList<>();
    Map<String, Object> sources = new LinkedHashMap<>();
    for (Candidate candidate : candidates(trust, TrustFunction.BOOTSTRAP)) {
      peers.addAll(addresses(candidate));
      sources.put(
          candidate.peer().toString(), candidate.roots().stream().map(this::label).toList());
    }
    return Reply.document(Json.object("Peers", peers, "Sources", sources));
  }

  /** The peers now allowed a function, in the order of their IDs. */
  static List<Candidate> candidates(TrustService trust, TrustFunction function) {
    return new PeerQuestions(trust.snapshot(), trust.millis())
        .candidates(function).stream().sorted(Comparator.comparing(Candidate::peer)).toList();
  }

  private static List<String> addresses(Candidate candidate) {
    PeerId peer = candidate.peer();
    List<String> all = new ArrayList<>();
    for (Remote remote : candidate.dialling().remotes()) {
      Multiaddr address = remote.asMultiaddr();
      all.add((address.peerId().isPresent() ? address : address.withPeer(peer)).toString());
    }
    return all.isEmpty() ? List.of("/p2p/" + peer) : all;
  }

  private String label(EntryKey key) {
    return label(trust, key);
  }

  static String label(TrustService trust, EntryKey key) {
    return trust.snapshot().holding(key).map(h -> h.entry().label().toString()).orElse(key.text());
  }

  private Reply add(Request request) {
    List<PeerInfo> peers = request.arguments().stream().map(Arguments::peerAddress).toList();
    changes.check(request, additions(peers, PeerCommands.Use.BOOTSTRAP));
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      PeerInfo peer = peers.get(i);
      Change.Done done =
          changes.done(
              request,
              request.argument(i),
              addition(peer, PeerCommands.Use.BOOTSTRAP),
              Optional.of(peer.id()));
      messages.addAll(done.messages());
    }
    Map<String, Object> answer = Json.object("Peers", request.arguments());
    if (!messages.isEmpty()) {
      answer.put("Messages", messages);
    }
    return Reply.document(answer);
  }

  static List<Function<TrustBook, Change>> additions(List<PeerInfo> peers, PeerCommands.Use use) {
    return peers.stream().map(peer -> addition(peer, use)).toList();
  }

  /** Allows a peer what {@code use} is about, at its addresses. */
  static Function<TrustBook, Change> addition(PeerInfo peer, PeerCommands.Use use) {
    List<Remote> remotes = peer.addresses().stream().<Remote>map(Remote.Address::new).toList();
    return book -> new PeerCommands(book, use).add(peer.id(), remotes);
  }

  private Reply remove(Request request) {
    boolean all = request.flag("all");
    if (all == !request.arguments().isEmpty()) {
      throw OperationException.usage(
          all ? "--all is everyone: name no peers beside it" : "name the peers, or say --all");
    }
    return all ? removeAll(request) : removeNamed(request);
  }

  private Reply removeNamed(Request request) {
    Map<PeerId, Set<Multiaddr>> peers = new LinkedHashMap<>();
    Set<PeerId> whole = new HashSet<>();
    for (String argument : request.arguments()) {
      PeerInfo peer = Arguments.peer(argument);
      peers.computeIfAbsent(peer.id(), _ -> new LinkedHashSet<>()).addAll(peer.addresses());
      if (peer.addresses().isEmpty()) {
        whole.add(peer.id());
      }
    }
    whole.forEach(peer -> peers.put(peer, Set.of()));
    Map<PeerId, List<String>> unchanged =
        changes.remove(request, PeerCommands.Use.BOOTSTRAP, peers);
    List<String> removed =
        request.arguments().stream()
            .filter(argument -> !unchanged.containsKey(Arguments.peer(argument).id()))
            .toList();
    Map<String, Object> answer = Json.object("Peers", removed);
    if (!unchanged.isEmpty()) {
      List<String> messages = new ArrayList<>();
      unchanged.forEach((peer, lines) -> messages.add(peer + ": " + String.join("; ", lines)));
      answer.put("Messages", messages);
    }
    return Reply.document(answer);
  }

  private Reply removeAll(Request request) {
    List<String> before =
        candidates(trust, TrustFunction.BOOTSTRAP).stream()
            .flatMap(candidate -> addresses(candidate).stream())
            .toList();
    return Reply.rows(
        out -> {
          List<String> shown = losers(request);
          if (!shown.isEmpty()) {
            out.accept(Json.object("Entries", shown));
          }
          var _ = changes.change(request, "", BootstrapAnswers::withdrawal, Optional.empty());
          out.accept(Json.object("Peers", before));
        });
  }

  private static Change withdrawal(TrustBook book) {
    return new PeerCommands(book, PeerCommands.Use.BOOTSTRAP).removeAll();
  }

  /** The entries that lose it, which are shown before it is done: trust model, section 8. */
  private List<String> losers(Request request) {
    return switch (withdrawal(trust.book(TrustChanges.actor(request)))) {
      case Change.Done done -> done.messages();
      case Change.Refused refused -> throw TrustChanges.refusal(refused);
    };
  }
}
