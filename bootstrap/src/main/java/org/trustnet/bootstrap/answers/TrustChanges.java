package org.trustnet.bootstrap.answers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.PeerCommands;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.EntryBatch;

/** What all commands share that change the trust database: who asks, and whether he has agreed. */
final class TrustChanges {
  private final TrustService trust;

  TrustChanges(TrustService trust) {
    this.trust = trust;
  }

  static Actor actor(Request request) {
    String caller = request.caller();
    int colon = caller.indexOf(':');
    String name = colon < 0 ? caller : caller.substring(colon + 1);
    Actor.Kind kind = caller.startsWith("api") ? Actor.Kind.API : Actor.Kind.CLI;
    return new Actor(kind, name);
  }

  /**
   * Does a change that its consent allows.
   *
   * @param about what is changed, for messages
   * @param command what it comes to
   * @param key the key that has to be typed again where the change asks for that
   */
  Reply change(
      Request request, String about, Function<TrustBook, Change> command, Optional<PeerId> key) {
    return Reply.document(told(request, about, done(request, about, command, key)));
  }

  /** As {@link #change}, for who tells by himself what is so now. */
  Change.Done done(
      Request request, String about, Function<TrustBook, Change> command, Optional<PeerId> key) {
    Change change =
        trust.change(actor(request), command, done -> approve(request, done, about, key));
    return switch (change) {
      case Change.Done done -> done;
      case Change.Refused refused -> throw refusal(refused);
    };
  }

  /**
   * Throws what refuses one of the changes that belong together, or asks about those that loosen
   * trust, before any is made.
   */
  void check(Request request, List<Function<TrustBook, Change>> commands) {
    List<String> loosening = new ArrayList<>();
    for (Function<TrustBook, Change> command : commands) {
      switch (command.apply(trust.book(actor(request)))) {
        case Change.Refused refused -> throw refusal(refused);
        case Change.Done done -> {
          if (done.consent() != Change.Consent.NONE) {
            loosening.addAll(done.messages());
          }
        }
      }
    }
    Change.Consent consent = loosening.isEmpty() ? Change.Consent.NONE : Change.Consent.YES;
    require(request, consent, loosening, "", Optional.empty());
  }

  /**
   * Takes what {@code use} is about from all these peers, or from none of them.
   *
   * @param peers each with the addresses to take; none for all
   * @return those of whom it was so already, each with what there is to say
   */
  Map<PeerId, List<String>> remove(
      Request request, PeerCommands.Use use, Map<PeerId, Set<Multiaddr>> peers) {
    Map<PeerId, Function<TrustBook, Change>> removals = new LinkedHashMap<>();
    peers.forEach(
        (peer, addresses) ->
            removals.put(peer, book -> new PeerCommands(book, use).remove(peer, addresses)));
    check(request, List.copyOf(removals.values()));
    Map<PeerId, List<String>> unchanged = new LinkedHashMap<>();
    removals.forEach(
        (peer, removal) -> {
          Change.Done done = done(request, peer.toString(), removal, Optional.of(peer));
          if (done.unchanged()) {
            List<String> lines = new ArrayList<>(List.of("unchanged"));
            lines.addAll(done.messages());
            unchanged.put(peer, lines);
          }
        });
    return unchanged;
  }

  /** What is now so, of each entry that was changed, and what else there is to say. */
  private Map<String, Object> told(Request request, String about, Change.Done done) {
    Snapshot snapshot = trust.snapshot();
    Instant now = trust.time().trust();
    EntryLine line = new EntryLine(snapshot, now);
    EntryJson json = new EntryJson(trust.store(), snapshot, now);
    List<String> lines = new ArrayList<>();
    List<Object> entries = new ArrayList<>();
    List<Holding> meant =
        done.unchanged()
            ? trust.book(actor(request)).find(about)
            : changed(done.batch()).stream()
                .flatMap(key -> snapshot.holding(key).stream())
                .toList();
    for (Holding holding : meant) {
      lines.add(line.of(holding));
      entries.add(json.of(holding));
    }
    if (lines.isEmpty()) {
      boolean removed = !done.batch().removed().isEmpty();
      lines.add(named(request, about) + (removed ? ": removed" : ": done"));
    }
    if (done.unchanged()) {
      lines.add("unchanged");
    }
    lines.addAll(done.messages());
    Map<String, Object> told =
        Json.object("Message", String.join("; ", lines), "Messages", done.messages());
    if (!entries.isEmpty()) {
      told.put("Entries", entries);
    }
    return told;
  }

  private static Set<EntryKey> changed(EntryBatch batch) {
    Set<EntryKey> keys = new LinkedHashSet<>();
    batch.entries().forEach(entry -> keys.add(entry.key()));
    batch.files().forEach(file -> keys.add(file.key()));
    return keys;
  }

  private static String named(Request request, String about) {
    String words = String.join(" ", request.spec().words());
    return about.isEmpty() ? words : words + " " + Printable.escape(about);
  }

  /** Throws what asks the user, unless he agreed already, and to this file if it is about one. */
  private static void approve(
      Request request, Change.Done done, String about, Optional<PeerId> key) {
    if (done.file().isEmpty()) {
      require(request, done.consent(), done.messages(), about, key);
      return;
    }
    Cid file = done.file().get();
    Optional<Cid> meant = request.option("file").map(Arguments::cid);
    boolean other = meant.isPresent() && !meant.get().toV1().equals(file.toV1());
    if (other || done.consent() != Change.Consent.NONE && !request.flag("yes")) {
      throw new OperationException(
          OperationException.Kind.NEEDS_YES,
          other
              ? "%s: the file is not %s any more but %s, see trust show; to accept that, confirm it with yes"
                  .formatted(named(request, about), meant.get(), file)
              : named(request, about) + " loosens trust: confirm it with yes",
          done.messages(),
          Map.of("file", file.toString()));
    }
  }

  /** Throws what asks the user, unless he agreed already. */
  static void require(
      Request request,
      Change.Consent consent,
      List<String> messages,
      String about,
      Optional<PeerId> key) {
    Optional<PeerId> typed = typed(request, about, key);
    if (consent == Change.Consent.NONE) {
      return;
    }
    if (consent == Change.Consent.KEY_RETYPED && typed.isEmpty()) {
      throw new OperationException(
          OperationException.Kind.NEEDS_KEY,
          named(request, about) + " makes it ultimate: its key has to be typed again",
          messages);
    }
    if (!request.flag("yes")) {
      throw new OperationException(
          OperationException.Kind.NEEDS_YES,
          named(request, about) + " loosens trust: confirm it with yes",
          messages);
    }
  }

  /** The key that the user typed again; refused if it is another. */
  static Optional<PeerId> typed(Request request, String about, Optional<PeerId> key) {
    Optional<PeerId> typed = request.option("key").map(Arguments::name);
    if (typed.isPresent() && !typed.equals(key)) {
      throw OperationException.refused("--key is not the key of " + Printable.escape(about));
    }
    return typed;
  }

  static OperationException refusal(Change.Refused refused) {
    return new OperationException(
        switch (refused.problem()) {
          case NOT_FOUND -> OperationException.Kind.NOT_FOUND;
          case INVALID -> OperationException.Kind.USAGE;
          case REVOKED, BLOCKED -> OperationException.Kind.REFUSED;
          case NO_FILE, DUPLICATE, LIMIT -> OperationException.Kind.FAILED;
        },
        refused.toString());
  }

  /** The one entry that a word of the user means. */
  static Holding find(TrustBook book, String word) {
    List<Holding> found = book.find(word);
    if (found.isEmpty()) {
      throw OperationException.notFound(
          "no entry is called " + Printable.quote(word) + ": trust ls shows all");
    }
    return found.getFirst();
  }

  Holding find(Request request, int argument) {
    return find(trust.book(actor(request)), request.argument(argument));
  }

  /** The key that identifies an entry's party; empty for a list that comes from here alone. */
  static Optional<PeerId> keyOf(Holding holding) {
    return switch (holding.key()) {
      case EntryKey.OfPeer peer -> Optional.of(peer.peer());
      case EntryKey.OfName name -> Optional.of(name.name());
      case EntryKey.OfMark _ ->
          holding.entry() instanceof ListedEntry listed ? listed.name() : Optional.empty();
    };
  }

  static TrustLevel level(String text) {
    return TrustLevel.byId(text)
        .orElseThrow(
            () ->
                OperationException.usage(
                    "a level is peer, marginal, trusted, advanced or ultimate, not "
                        + Printable.quote(text)));
  }

  static TrustFunction function(String text) {
    return TrustFunction.byId(text)
        .orElseThrow(
            () ->
                OperationException.usage(
                    Printable.quote(text) + " is no function: trust matrix shows them"));
  }

  /** Identifiers, also with commas between them, or {@code all}. */
  static Functions functions(List<String> texts) {
    List<TrustFunction> functions = new ArrayList<>();
    for (String text : texts) {
      if (text.equals("all")) {
        return Functions.ALL;
      }
      for (String id : List.of(text.split(","))) {
        functions.add(function(id.strip()));
      }
    }
    return Functions.of(functions);
  }

  /** A key with or without {@code /p2p/} or {@code /ipns/} before it. */
  static PeerId key(String word) {
    String text = word.substring(word.lastIndexOf('/') + 1);
    try {
      return PeerId.parse(text);
    } catch (MultiformatException e) {
      throw OperationException.usage(String.valueOf(e.getMessage()));
    }
  }
}
