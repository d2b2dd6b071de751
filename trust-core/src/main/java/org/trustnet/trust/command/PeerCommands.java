package org.trustnet.trust.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.decide.RemoteRules;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Origin;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.Side;
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

  /**
   * Allows a peer the functions of the command, adding its direct entry or to it. What the entry
   * denies until now asks, as {@code trust unset} of it would.
   */
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
          old == null || old.remotes().isEmpty() ? "name fewer addresses" : fewer(old));
    }
    Overrides overrides = entry.overrides().allow(use.functions);
    DirectEntry next =
        entry.withRemotes(List.copyOf(all)).withStanding(entry.standing().withOverrides(overrides));
    List<String> messages = new ArrayList<>();
    remotes.forEach(remote -> RemoteRules.undialable(remote, peer).ifPresent(messages::add));
    if (next.equals(old)) {
      return Change.Done.nothing(messages);
    }
    EntryBatch batch =
        EntryBatch.builder()
            .entry(next)
            .audit(book.line(use.word + " add", next.key(), use.functions.toString()))
            .build();
    Functions denied = entry.overrides().denied().and(use.functions);
    if (denied.isEmpty()) {
      return new Change.Done(batch, Change.Consent.NONE, messages);
    }
    messages.add(named(entry) + " has a direct -" + denied + ", which it takes back");
    return new Change.Done(batch, Change.Consent.YES, messages);
  }

  /** The command that makes room for other remotes of an entry. */
  private String fewer(DirectEntry entry) {
    boolean alone =
        made(entry)
            && !given(entry).isEmpty()
            && entry.overrides().denied().isEmpty()
            && entry.overrides().allowed().minus(use.functions).isEmpty();
    if (!alone) {
      return "trust rm " + entry.peer() + " takes the entry; then add it with those you want";
    }
    return switch (use) {
      case BOOTSTRAP -> "bootstrap rm ADDRESS takes one, bootstrap ls shows them";
      case PEERING ->
          "swarm peering rm " + entry.peer() + " takes them all; then add those you want";
    };
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
    Optional<String> taken = take(peer, old, listed, batch, messages);
    if (taken.isEmpty()) {
      return Change.Done.nothing(messages);
    }
    batch.audit(book.line(use.word + " rm", new EntryKey.OfPeer(peer), taken.get()));
    return new Change.Done(batch.build(), Change.Consent.NONE, messages);
  }

  /**
   * {@link #remove(PeerId)} for some addresses, written without the peer: takes exactly these, and
   * the peer itself with its last one. None names all. An address of a list is not taken alone.
   */
  public Change remove(PeerId peer, Set<Multiaddr> addresses) {
    Optional<DirectEntry> entry = direct(peer).filter(e -> !given(e).isEmpty());
    Set<Multiaddr> own = addresses(entry.map(DirectEntry::remotes).orElse(List.of()));
    Set<Multiaddr> listed = addresses(listed(peer));
    for (Multiaddr address : addresses) {
      if (!own.contains(address) && !listed.contains(address)) {
        return new Change.Refused(
            Change.Problem.NOT_FOUND,
            address.withPeer(peer) + " is no address that " + use.word + " ls shows",
            "/p2p/" + peer + " takes the peer, whatever its addresses");
      }
    }
    Set<Multiaddr> left = new LinkedHashSet<>(own);
    left.addAll(listed);
    left.removeAll(addresses);
    if (addresses.isEmpty() || left.isEmpty()) {
      return remove(peer);
    }
    return entry.isPresent() && addresses.stream().noneMatch(listed::contains)
        ? remove(entry.get(), addresses)
        : new Change.Refused(
            Change.Problem.INVALID,
            "a list gives that address of " + peer + " beside " + left.size() + " more",
            "/p2p/" + peer + " takes the peer with all of them");
  }

  private Change remove(DirectEntry entry, Set<Multiaddr> addresses) {
    if (!made(entry) || !entry.overrides().allowed().minus(use.functions).isEmpty()) {
      return new Change.Refused(
          Change.Problem.INVALID,
          named(entry) + " is not there for " + use.word + " alone, and keeps its addresses",
          "/p2p/" + entry.peer() + " takes " + use.functions + " from it");
    }
    List<Remote> kept =
        entry.remotes().stream().filter(at -> !addresses.contains(address(at))).toList();
    EntryBatch.Builder batch = EntryBatch.builder();
    if (kept.isEmpty()) {
      var _ = take(entry.peer(), Optional.of(entry), false, batch, new ArrayList<>());
    } else {
      batch.entry(entry.withRemotes(kept));
    }
    batch.audit(book.line(use.word + " rm", entry.key(), texts(addresses)));
    return new Change.Done(batch.build(), Change.Consent.NONE, List.of());
  }

  private static String texts(Set<Multiaddr> addresses) {
    return addresses.stream().map(Multiaddr::toString).collect(Collectors.joining(" "));
  }

  private static Set<Multiaddr> addresses(List<Remote> remotes) {
    return remotes.stream()
        .map(PeerCommands::address)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Multiaddr address(Remote remote) {
    Multiaddr at = remote.asMultiaddr();
    return at.withoutPeer().orElse(at);
  }

  /** Where lists send who bootstraps through the peer; nowhere if it is not allowed. */
  private List<Remote> listed(PeerId peer) {
    PeerQuestions questions = new PeerQuestions(book.snapshot(), book.millis());
    if (use != Use.BOOTSTRAP
        || questions.dialling(peer, TrustFunction.BOOTSTRAP, Side.RELY).isEmpty()) {
      return List.of();
    }
    List<EntryKey> givers = questions.givers(peer, TrustFunction.BOOTSTRAP);
    return questions.vouchers(peer).stream()
        .filter(v -> !(v.key() instanceof EntryKey.OfPeer) && givers.contains(v.key()))
        .flatMap(v -> v.remotes().stream())
        .toList();
  }

  private static boolean made(DirectEntry entry) {
    Origin origin = entry.standing().origin();
    return (origin == Origin.BOOTSTRAP || origin == Origin.PEERING)
        && entry.level() == TrustLevel.PEER;
  }

  /**
   * Puts what it comes to into {@code batch}, and says which overrides that writes or takes back;
   * empty if it is so already.
   */
  private Optional<String> take(
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
    if (overrides.isEmpty() && made(entry)) {
      batch.remove(entry.key());
    } else {
      DirectEntry next = entry.withStanding(entry.standing().withOverrides(overrides));
      if (old.equals(Optional.of(next))) {
        return Optional.empty();
      }
      batch.entry(next);
    }
    return Optional.of(written(entry.overrides(), overrides));
  }

  /** For example {@code -bootstrap}, or {@code +bootstrap taken back}. */
  private static String written(Overrides old, Overrides next) {
    Functions denied = next.denied().minus(old.denied());
    Functions taken = old.allowed().minus(next.allowed());
    List<String> parts = new ArrayList<>(new Overrides(Functions.NONE, denied).list());
    if (!taken.isEmpty()) {
      parts.add(String.join(" ", new Overrides(taken, Functions.NONE).list()) + " taken back");
    }
    return String.join(", ", parts);
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
            take(direct.peer(), Optional.of(direct), false, batch, new ArrayList<>())
                .ifPresent(
                    taken -> batch.audit(book.line(use.word + " rm all", direct.key(), taken)));
            messages.add("no more bootstrap: " + named(direct));
          }
        }
        case ListedEntry listed -> {
          Overrides denied = listed.overrides().deny(use.functions);
          if (!denied.equals(listed.overrides())) {
            batch.entry(listed.withStanding(listed.standing().withOverrides(denied)));
            batch.audit(book.line(use.word + " rm all", listed.key(), "-" + use.functions));
            messages.add("-bootstrap: " + named(listed));
          }
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
