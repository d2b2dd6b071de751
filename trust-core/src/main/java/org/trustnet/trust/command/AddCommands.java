package org.trustnet.trust.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.RemoteRules;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Origin;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.NameRecord;

/** {@code trust add} and {@code trust rm}. Trust model, section 5. */
public final class AddCommands {
  private final TrustBook book;

  public AddCommands(TrustBook book) {
    this.book = book;
  }

  /** Adds a publisher. */
  public Change name(PeerId name, AddOptions options) {
    NameRecord known = book.name(name);
    if (known.mark() == NameRecord.Mark.REVOKED) {
      return new Change.Refused(
          Change.Problem.REVOKED,
          name.toName() + " has been revoked by its publisher",
          "nothing under that key is accepted again; ask the publisher for a new one");
    }
    if (book.snapshot().nameBlocked(name)) {
      return new Change.Refused(
          Change.Problem.BLOCKED,
          name.toName() + " is blocked",
          "trust unblock /ipns/" + name.toName());
    }
    Optional<Holding> there = book.byName(name);
    if (there.isPresent()) {
      return duplicate(there.get());
    }
    return add(
        name.toName(),
        options,
        label ->
            ListedEntry.of(name, options.standing(label, Origin.TYPED, book.now()))
                .withUpdate(options.update())
                .withCacheLifetime(options.cacheLifetime()),
        Optional.of(known.marked(NameRecord.Mark.NONE)));
  }

  /** Adds a direct peer. */
  public Change peer(PeerId peer, List<Remote> remotes, AddOptions options) {
    if (book.snapshot().policy().self().filter(peer::equals).isPresent()) {
      return invalid(peer + " is this node itself", "an entry names another peer");
    }
    Optional<Holding> there = book.snapshot().holding(new EntryKey.OfPeer(peer));
    if (there.isPresent()) {
      return duplicate(there.get());
    }
    if (options.overrides().allowed().has(TrustFunction.REDISTRIBUTE_IPNS)) {
      return EntryCommands.redistributeRefused();
    }
    return add(
        peer.toString(),
        options,
        label ->
            new DirectEntry(
                new EntryKey.OfPeer(peer),
                options.standing(label, Origin.TYPED, book.now()),
                remotes),
        Optional.empty());
  }

  /** Makes an entry of a checked label; throws IllegalArgumentException for values out of range. */
  private interface Maker {
    TrustEntry make(Label label);
  }

  private Change add(String key, AddOptions options, Maker maker, Optional<NameRecord> record) {
    if (book.snapshot().holdings().size() >= TrustEntry.MAX_ENTRIES) {
      return new Change.Refused(
          Change.Problem.LIMIT,
          "there are " + TrustEntry.MAX_ENTRIES + " entries",
          "remove one with trust rm");
    }
    TrustEntry entry;
    try {
      Label label = new Label(options.label().orElse(key));
      Optional<Change.Refused> taken = book.taken(label);
      if (taken.isPresent()) {
        return taken.get();
      }
      entry = maker.make(label);
    } catch (IllegalArgumentException e) {
      return invalid(String.valueOf(e.getMessage()), "");
    }
    EntryBatch.Builder batch = EntryBatch.builder().entry(entry);
    record.ifPresent(batch::name);
    String said = entry.level().id() + " " + entry.overrides().list();
    batch.audit(book.line("add", entry.key(), entry.label() + " " + said));
    return new Change.Done(batch.build(), consent(entry), warnings(entry));
  }

  private static Change.Consent consent(TrustEntry entry) {
    if (entry.level() == TrustLevel.ULTIMATE) {
      return Change.Consent.KEY_RETYPED;
    }
    boolean loosens =
        entry.level().atLeast(TrustLevel.ADVANCED) || !entry.overrides().allowed().isEmpty();
    return loosens ? Change.Consent.YES : Change.Consent.NONE;
  }

  private List<String> warnings(TrustEntry entry) {
    List<String> messages = new ArrayList<>();
    if (entry instanceof DirectEntry direct) {
      if (book.snapshot().blocked(direct.peer())) {
        messages.add(
            "the peer is blocked: nothing is allowed until trust unblock /p2p/" + direct.peer());
      }
      direct
          .remotes()
          .forEach(
              remote -> RemoteRules.undialable(remote, direct.peer()).ifPresent(messages::add));
    }
    return messages;
  }

  /** Removes an entry; its floors and its removed mark stay. */
  public Change remove(Holding holding) {
    EntryBatch.Builder batch = EntryBatch.builder().remove(holding.key());
    TrustBook.nameOf(holding)
        .ifPresent(n -> batch.name(book.name(n).marked(NameRecord.Mark.REMOVED)));
    List<String> messages = new ArrayList<>();
    if (holding.key() instanceof EntryKey.OfMark mark) {
      batch.removedMark(mark);
      messages.add(mark + " stays removed: no upgrade brings it back");
    }
    batch.audit(book.line("rm", holding.key(), holding.entry().label().toString()));
    boolean loosens =
        holding.entry() instanceof DirectEntry && !holding.entry().overrides().denied().isEmpty();
    return new Change.Done(
        batch.build(), loosens ? Change.Consent.YES : Change.Consent.NONE, messages);
  }

  private static Change duplicate(Holding there) {
    return new Change.Refused(
        Change.Problem.DUPLICATE,
        "%s has an entry already, called %s".formatted(there.key(), there.entry().label()),
        "change it with trust level, allow, deny, or remove it with trust rm");
  }

  private static Change.Refused invalid(String what, String remedy) {
    return new Change.Refused(Change.Problem.INVALID, what, remedy);
  }
}
