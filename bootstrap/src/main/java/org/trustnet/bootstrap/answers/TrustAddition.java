package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.trustnet.bootstrap.config.ConfigType;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.model.UpdatePolicy;
import org.trustnet.trust.store.EntryBatch;

/** {@code trust add}: a publisher by its IPNS name, or a single peer by a multiaddr. */
final class TrustAddition {
  private final TrustService trust;
  private final TrustChanges changes;

  TrustAddition(TrustService trust) {
    this.trust = trust;
    this.changes = new TrustChanges(trust);
  }

  Reply add(Request request) {
    String word = request.argument(0);
    boolean direct = word.startsWith("/") && !word.startsWith("/ipns/");
    PeerInfo peer = direct ? Arguments.peerAddress(word) : new PeerInfo(name(word), List.of());
    AddOptions options = options(request, direct);
    String note = request.option("note").orElse("");
    refuseUnprintable("--note", note);
    request.option("label").ifPresent(label -> refuseUnprintable("--label", label));
    if (note.length() > TrustEntry.MAX_NOTE) {
      throw OperationException.usage("--note: at most " + TrustEntry.MAX_NOTE + " characters");
    }
    List<Remote> remotes = peer.addresses().stream().<Remote>map(Remote.Address::new).toList();
    Function<TrustBook, Change> command =
        book -> {
          AddCommands commands = new AddCommands(book);
          Change change =
              direct
                  ? commands.peer(peer.id(), remotes, options)
                  : commands.name(peer.id(), options);
          return noted(change, note);
        };
    return request.flag("dry-run")
        ? tried(request, word, command, peer.id())
        : changes.change(request, word, command, Optional.of(peer.id()));
  }

  /** What could disturb a terminal would never be seen as it was typed. */
  private static void refuseUnprintable(String option, String text) {
    if (!text.equals(Printable.escape(text))) {
      throw OperationException.usage(
          "%s: no control characters or invisible ones: %s"
              .formatted(option, Printable.quote(text)));
    }
  }

  private static PeerId name(String word) {
    if (word.contains(".") || word.startsWith("trustnet:")) {
      throw OperationException.usage(
          Printable.quote(word) + " is no IPNS name and no multiaddr ending in /p2p/ID");
    }
    return Arguments.name(word);
  }

  private Reply tried(
      Request request, String word, Function<TrustBook, Change> command, PeerId key) {
    return switch (command.apply(trust.book(TrustChanges.actor(request)))) {
      case Change.Refused refused -> throw TrustChanges.refusal(refused);
      case Change.Done done -> {
        boolean typed = TrustChanges.typed(request, word, Optional.of(key)).isPresent();
        TrustEntry entry = done.batch().entries().getFirst();
        Functions gives = gives(entry);
        Map<String, Object> would =
            Json.object(
                "Message",
                String.join(
                    "; ",
                    Stream.concat(
                            Stream.of(
                                "would add %s, %s, giving %s"
                                    .formatted(
                                        entry.label(),
                                        entry.level().id(),
                                        gives.isEmpty() ? "nothing" : gives),
                                asks(request, typed, done.consent())),
                            done.messages().stream())
                        .toList()),
                "key",
                entry.key().text(),
                "functions",
                gives.list().stream().map(f -> f.id()).toList(),
                "needs-yes",
                done.consent() != Change.Consent.NONE,
                "consent",
                switch (done.consent()) {
                  case NONE -> "none";
                  case YES -> "yes";
                  case KEY_RETYPED -> "key";
                },
                "Messages",
                done.messages());
        yield Reply.document(would);
      }
    };
  }

  /** What an entry gives: the functions of entries are never a peer's. */
  private Functions gives(TrustEntry entry) {
    Functions all =
        entry.overrides().apply(trust.snapshot().policy().matrix().given(entry.level()));
    return entry instanceof DirectEntry
        ? all.minus(Functions.of(TrustFunction.REDISTRIBUTE_IPNS))
        : all;
  }

  /**
   * What the command would ask of the user before it does it, beside what he agreed to already.
   *
   * @param typed whether the right key came with the request
   */
  private static String asks(Request request, boolean typed, Change.Consent consent) {
    if (consent == Change.Consent.NONE) {
      return "it asks nothing first";
    }
    if (consent == Change.Consent.KEY_RETYPED && !typed) {
      return "it asks for the key to be typed again first, or takes --yes and --key KEY";
    }
    return request.flag("yes") ? "it asks nothing more" : "it asks for a yes first, or takes --yes";
  }

  private static AddOptions options(Request request, boolean direct) {
    String level =
        request
            .option("level")
            .or(() -> direct ? Optional.of(TrustLevel.PEER.id()) : Optional.empty())
            .orElseThrow(() -> OperationException.usage("say how much you trust it: --level"));
    Functions allow = TrustChanges.functions(request.option("allow").stream().toList());
    Functions deny = TrustChanges.functions(request.option("deny").stream().toList());
    if (!allow.and(deny).isEmpty() && !deny.equals(Functions.ALL)) {
      throw OperationException.usage("both --allow and --deny: " + allow.and(deny));
    }
    String update = request.option("update").orElse("guard");
    return new AddOptions(
        request.option("label"),
        TrustChanges.level(level),
        new Overrides(allow, deny.minus(allow)),
        request.option("lifetime").filter(t -> !t.equals("infinity")).map(TrustAddition::duration),
        request.duration("cache-lifetime").orElse(ListedEntry.DEFAULT_CACHE),
        UpdatePolicy.byId(update)
            .orElseThrow(
                () ->
                    OperationException.usage(
                        "--update: guard, auto or ask, not " + Printable.quote(update))),
        request.flag("private") ? Standing.Sharing.PRIVATE : Standing.Sharing.SHARED);
  }

  private static Duration duration(String text) {
    Duration lifetime;
    try {
      lifetime = ConfigType.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw OperationException.usage("--lifetime: " + e.getMessage() + ", or infinity");
    }
    if (!lifetime.isPositive()) {
      throw OperationException.usage(
          "--lifetime: above 0 and at most "
              + ConfigType.formatDuration(ConfigType.MAX_DURATION)
              + ", or infinity");
    }
    return lifetime;
  }

  private static Change noted(Change change, String note) {
    if (!(change instanceof Change.Done done) || note.isEmpty()) {
      return change;
    }
    EntryBatch batch = done.batch();
    EntryBatch.Builder with = EntryBatch.builder();
    for (TrustEntry entry : batch.entries()) {
      with.entry(entry.withStanding(entry.standing().withNote(note)));
    }
    batch.names().forEach(with::name);
    batch.audit().forEach(with::audit);
    return new Change.Done(with.build(), done.consent(), done.messages());
  }
}
