package org.trustnet.trust.command;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.Epoch;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.NameRecord;

/**
 * What a command judges by: the entries, what is remembered of names, the time and who asks.
 *
 * @param snapshot entries, files, matrix and blocks
 * @param names what is remembered of each name
 * @param removedMarks marked entries that the user removed for good
 * @param now trust time
 * @param actor who asks
 */
public record TrustBook(
    Snapshot snapshot,
    Map<PeerId, NameRecord> names,
    Set<EntryKey> removedMarks,
    Instant now,
    Actor actor) {
  public TrustBook {
    names = Map.copyOf(names);
    removedMarks = Set.copyOf(removedMarks);
  }

  /** The book of a store, whose entries {@code snapshot} holds. */
  public static TrustBook of(EntryStore store, Snapshot snapshot, Instant now, Actor actor) {
    Map<PeerId, NameRecord> names = new HashMap<>();
    store.names().forEach(n -> names.put(n.name(), n));
    return new TrustBook(snapshot, names, store.removedMarks(), now, actor);
  }

  /**
   * The entries that a word of the user may mean: a label, a key's text, an IPNS name, a peer ID. A
   * bare key is a name first, then a peer.
   */
  public List<Holding> find(String word) {
    Optional<EntryKey> key = EntryKey.parse(word);
    if (key.isPresent()) {
      return snapshot.holding(key.get()).stream().toList();
    }
    Optional<Holding> labelled = byLabel(word);
    if (labelled.isPresent()) {
      return labelled.stream().toList();
    }
    try {
      PeerId id = PeerId.parse(word);
      return byName(id).or(() -> snapshot.holding(new EntryKey.OfPeer(id))).stream().toList();
    } catch (MultiformatException e) {
      return List.of();
    }
  }

  private Optional<Holding> byLabel(String word) {
    try {
      Label label = new Label(word);
      return snapshot.holdings().stream().filter(h -> h.entry().label().matches(label)).findFirst();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The entry that {@code name} updates, its own or the bundled one. */
  Optional<Holding> byName(PeerId name) {
    return snapshot
        .holding(new EntryKey.OfName(name))
        .or(
            () ->
                snapshot
                    .holding(EntryKey.OfMark.BUNDLED)
                    .filter(h -> nameOf(h).equals(Optional.of(name))));
  }

  static Optional<PeerId> nameOf(Holding holding) {
    return holding.entry() instanceof ListedEntry listed ? listed.name() : Optional.empty();
  }

  NameRecord name(PeerId name) {
    NameRecord known = names.get(name);
    return known == null ? NameRecord.of(name) : known;
  }

  long millis() {
    return Epoch.millis(now);
  }

  AuditLine line(String action, EntryKey key, String text) {
    return AuditLine.of(now, actor, action, key, text);
  }

  AuditLine line(String action, String text) {
    return new AuditLine(now, actor, action, Optional.empty(), text, 1);
  }

  static Change.Refused notFound(String word) {
    return new Change.Refused(
        Change.Problem.NOT_FOUND,
        "no entry is called " + Printable.quote(word),
        "trust ls shows all");
  }

  /** A label that no other entry has; refused naming the one that has it. */
  Optional<Change.Refused> taken(Label label) {
    return snapshot.holdings().stream()
        .filter(h -> h.entry().label().matches(label))
        .findFirst()
        .map(
            h ->
                new Change.Refused(
                    Change.Problem.DUPLICATE,
                    "the label %s is taken by %s".formatted(label, h.key()),
                    "choose another with --label"));
  }
}
