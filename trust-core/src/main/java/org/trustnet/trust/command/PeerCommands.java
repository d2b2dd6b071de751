package org.trustnet.trust.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Origin;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.EntryBatch;

/**
 * {@code bootstrap add|rm} and {@code swarm peering add|rm}: they write direct entries of the trust
 * database. Trust model, section 8.
 */
public final class PeerCommands {
  /** Which of the two commands. */
  public enum Use {
    BOOTSTRAP(Functions.of(TrustFunction.BOOTSTRAP), Origin.BOOTSTRAP, "bootstrap"),
    PEERING(
        Functions.of(TrustFunction.CONNECT_ON_STARTUP, TrustFunction.HOLD_CONNECTION),
        Origin.PEERING,
        "peering");

    private final Functions functions;
    private final Origin origin;
    private final String word;

    Use(Functions functions, Origin origin, String word) {
      this.functions = functions;
      this.origin = origin;
      this.word = word;
    }
  }

  private final TrustBook book;
  private final Use use;

  public PeerCommands(TrustBook book, Use use) {
    this.book = book;
    this.use = use;
  }

  /** Allows a peer the functions of the command, adding its direct entry or to it. */
  public Change add(PeerId peer, List<Remote> remotes) {
    if (book.snapshot().policy().self().filter(peer::equals).isPresent()) {
      return new Change.Refused(
          Change.Problem.INVALID, peer + " is this node itself", "name another peer");
    }
    if (book.snapshot().blocked(peer)) {
      return new Change.Refused(
          Change.Problem.BLOCKED, peer + " is blocked", "trust unblock /p2p/" + peer);
    }
    DirectEntry old = direct(peer).orElse(null);
    if (old == null && book.snapshot().holdings().size() >= TrustEntry.MAX_ENTRIES) {
      return new Change.Refused(
          Change.Problem.LIMIT, "there are " + TrustEntry.MAX_ENTRIES + " entries", "trust rm one");
    }
    DirectEntry entry = old == null ? created(peer) : old;
    Set<Remote> all = new LinkedHashSet<>(entry.remotes());
    all.addAll(remotes);
    if (all.size() > Remote.MAX_PER_NODE) {
      return new Change.Refused(
          Change.Problem.LIMIT,
          all.size() + " remotes, at most " + Remote.MAX_PER_NODE,
          "remove the entry's old ones first");
    }
    Overrides overrides = entry.overrides().allow(use.functions);
    DirectEntry next =
        entry.withRemotes(List.copyOf(all)).withStanding(entry.standing().withOverrides(overrides));
    EntryBatch batch =
        EntryBatch.builder()
            .entry(next)
            .audit(book.line(use.word + " add", next.key(), use.functions.toString()))
            .build();
    return new Change.Done(batch, Change.Consent.NONE, List.of());
  }

  private DirectEntry created(PeerId peer) {
    Label plain = new Label(peer.toString());
    Label label = book.taken(plain).isEmpty() ? plain : new Label(use.word + " " + peer);
    return new DirectEntry(
        new EntryKey.OfPeer(peer),
        Standing.of(label, TrustLevel.PEER, use.origin, book.now()),
        List.of());
  }

  /**
   * Takes back those functions only; deletes an entry that the command made once nothing else is on
   * it. {@code bootstrap rm} sets a direct {@code -bootstrap} where a list still gives it.
   */
  public Change remove(PeerId peer) {
    Optional<DirectEntry> old = direct(peer);
    Functions own = old.map(this::given).orElse(Functions.NONE);
    boolean listed = use == Use.BOOTSTRAP && listGives(peer);
    if (own.isEmpty() && !listed) {
      return new Change.Refused(
          Change.Problem.NOT_FOUND, peer + " has no entry with " + use.functions, "");
    }
    EntryBatch.Builder batch = EntryBatch.builder();
    List<String> messages = new ArrayList<>();
    take(peer, old, listed, batch, messages);
    batch.audit(book.line(use.word + " rm", new EntryKey.OfPeer(peer), use.functions.toString()));
    return new Change.Done(batch.build(), Change.Consent.NONE, messages);
  }

  private void take(
      PeerId peer,
      Optional<DirectEntry> old,
      boolean listed,
      EntryBatch.Builder batch,
      List<String> messages) {
    DirectEntry entry = old.orElseGet(() -> created(peer));
    Functions byLevel = byLevel(entry);
    Overrides overrides =
        listed
            ? entry.overrides().deny(use.functions)
            : entry.overrides().unset(entry.overrides().allowed().and(use.functions)).deny(byLevel);
    if (listed) {
      messages.add("a list still gives it bootstrap: denied by a direct -bootstrap");
    } else if (!byLevel.isEmpty()) {
      messages.add(
          "its level, " + entry.level().id() + ", gives it too: denied by a direct -" + byLevel);
    }
    Origin origin = entry.standing().origin();
    boolean made = origin == Origin.BOOTSTRAP || origin == Origin.PEERING;
    if (overrides.isEmpty() && made && entry.level() == TrustLevel.PEER) {
      batch.remove(entry.key());
    } else {
      batch.entry(entry.withStanding(entry.standing().withOverrides(overrides)));
    }
  }

  /** What a direct entry gives of the command's functions, by itself or by its level. */
  private Functions given(DirectEntry entry) {
    return entry.overrides().allowed().and(use.functions).plus(byLevel(entry));
  }

  /** What of the command's functions the level of a direct entry gives, unless it is denied. */
  private Functions byLevel(DirectEntry entry) {
    return book.snapshot()
        .policy()
        .matrix()
        .given(entry.level())
        .and(use.functions)
        .minus(entry.overrides().denied());
  }

  /**
   * {@code bootstrap rm all}: direct entries lose it, every entry with a file gets the {@code -}.
   */
  public Change removeAll() {
    EntryBatch.Builder batch = EntryBatch.builder();
    List<String> messages = new ArrayList<>();
    for (Holding holding : book.snapshot().holdings()) {
      switch (holding.entry()) {
        case DirectEntry direct -> {
          if (given(direct).has(TrustFunction.BOOTSTRAP)) {
            take(direct.peer(), Optional.of(direct), false, batch, new ArrayList<>());
            batch.audit(book.line(use.word + " rm all", direct.key(), use.functions.toString()));
            messages.add("no more bootstrap: " + named(direct));
          }
        }
        case ListedEntry listed -> {
          Overrides denied = listed.overrides().deny(use.functions);
          batch.entry(listed.withStanding(listed.standing().withOverrides(denied)));
          batch.audit(book.line(use.word + " rm all", listed.key(), "-" + use.functions));
          messages.add("-bootstrap: " + named(listed));
        }
      }
    }
    return new Change.Done(batch.build(), Change.Consent.NONE, messages);
  }

  /** The label, and the key beside it where that is another. */
  private static String named(TrustEntry entry) {
    String label = entry.label().toString();
    String key =
        switch (entry) {
          case DirectEntry direct -> direct.peer().toString();
          case ListedEntry listed -> listed.name().map(PeerId::toName).orElse(label);
        };
    return key.equals(label) ? label : label + " (" + key + ")";
  }

  private boolean listGives(PeerId peer) {
    return new PeerQuestions(book.snapshot(), book.millis())
        .givers(peer, TrustFunction.BOOTSTRAP).stream()
            .anyMatch(key -> !(key instanceof EntryKey.OfPeer));
  }

  private Optional<DirectEntry> direct(PeerId peer) {
    return book.snapshot()
        .holding(new EntryKey.OfPeer(peer))
        .map(Holding::entry)
        .filter(DirectEntry.class::isInstance)
        .map(DirectEntry.class::cast);
  }
}
