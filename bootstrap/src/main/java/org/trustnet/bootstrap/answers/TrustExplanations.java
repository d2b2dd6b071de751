package org.trustnet.bootstrap.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.decide.EntryExplainer;
import org.trustnet.trust.decide.EntryExplanation;
import org.trustnet.trust.decide.Explainer;
import org.trustnet.trust.decide.Explanation;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.Epoch;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/** {@code trust explain}: of a peer, and of an entry what is granted to entries. */
final class TrustExplanations {
  private final TrustService trust;

  TrustExplanations(TrustService trust) {
    this.trust = trust;
  }

  Reply explain(Request request) {
    String word = request.argument(0);
    TrustBook book = trust.book(TrustChanges.actor(request));
    Optional<TrustFunction> function =
        request.optionalArgument(1).filter(t -> !t.isEmpty()).map(TrustChanges::function);
    if (function.isEmpty()) {
      return Reply.rows(out -> all(book, word).forEach(out));
    }
    return Reply.document(
        ofEntries(function.get())
            ? granted(book, word, function.get())
            : explained(peer(book, word), function.get()));
  }

  private static boolean ofEntries(TrustFunction function) {
    return function.direction() == TrustFunction.Direction.ENTRY;
  }

  /** A row for each function that the word's peer or entry can have. */
  private List<Map<String, Object>> all(TrustBook book, String word) {
    Optional<Holding> list =
        book.find(word).stream().filter(h -> h.entry() instanceof ListedEntry).findFirst();
    boolean peers = list.isEmpty() || Arguments.isPeer(word) || asPeer(list.get()).isPresent();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (TrustFunction each : TrustFunction.values()) {
      if (ofEntries(each) && list.isPresent()) {
        rows.add(granted(book, list.get()));
      } else if (peers) {
        rows.add(explained(peer(book, word), each));
      }
    }
    if (peers && list.isPresent()) {
      Map<String, Object> first = rows.getFirst();
      List<Object> steps = new ArrayList<>();
      steps.add("%s is the key of the entry %s".formatted(first.get("peer"), label(list.get())));
      steps.addAll((List<?>) first.get("steps"));
      first.put("steps", steps);
    }
    return rows;
  }

  private static String label(Holding holding) {
    return holding.entry().label().toString();
  }

  /** The peer that a peer ID or an address means, else the entry that is called so. */
  private PeerId peer(TrustBook book, String word) {
    if (Arguments.isPeer(word)) {
      return Arguments.peer(word).id();
    }
    Optional<Holding> entry = book.find(word).stream().findFirst();
    if (entry.isEmpty() && !word.startsWith("/")) {
      return Arguments.peer(word).id();
    }
    Holding holding = TrustChanges.find(book, word);
    return asPeer(holding)
        .orElseThrow(
            () ->
                OperationException.usage(
                    label(holding)
                        + " is an entry and no peer: trust show tells the nodes of its list"));
  }

  /** The entry's key as a peer, if it is one: by itself, or because an entry or a block says so. */
  private Optional<PeerId> asPeer(Holding holding) {
    Snapshot snapshot = trust.snapshot();
    PeerQuestions questions = new PeerQuestions(snapshot, trust.millis());
    return TrustChanges.keyOf(holding)
        .filter(
            key ->
                holding.key() instanceof EntryKey.OfPeer
                    || questions.named(key)
                    || snapshot.blocked(key));
  }

  /** A function of entries is explained for the entry that the word means, else for the peer. */
  private Map<String, Object> granted(TrustBook book, String word, TrustFunction function) {
    return book.find(word).isEmpty() && Arguments.isPeer(word)
        ? explained(Arguments.peer(word).id(), function)
        : granted(book, TrustChanges.find(book, word));
  }

  private static Map<String, Object> granted(TrustBook book, Holding holding) {
    EntryExplanation why =
        EntryExplainer.explain(book.snapshot(), holding.key(), Epoch.millis(book.now()))
            .orElseThrow();
    return Json.object(
        "allowed", why.allowed(),
        "function", why.function().id(),
        "label", why.label().toString(),
        "key", why.key().text(),
        "level", why.level().id(),
        "rule", rule(why.rule()),
        "steps", why.lines());
  }

  private static String rule(Explanation.Rule rule) {
    return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Map<String, Object> explained(PeerId peer, TrustFunction function) {
    Explanation why =
        Explainer.explain(trust.snapshot(), peer, function, Side.GRANT, trust.millis());
    List<String> steps = new ArrayList<>(why.lines());
    if (why.allowed() && why.side() == Side.RELY) {
      steps.addAll(trust.droppedNames(peer));
    }
    return Json.object(
        "allowed", why.allowed(),
        "function", function.id(),
        "peer", peer.toString(),
        "level", why.level().map(TrustLevel::id).orElse("none"),
        "rule", rule(why.rule()),
        "steps", steps);
  }
}
