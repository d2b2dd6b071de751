package org.trustnet.trust.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.refresh.UpdateGuard;
import org.trustnet.trust.store.EntryBatch;

/** {@code trust level|allow|deny|unset|suspend|resume|renew|accept|reset-floor}: one entry's. */
public final class EntryCommands {
  private final TrustBook book;
  private final Holding holding;

  public EntryCommands(TrustBook book, Holding holding) {
    this.book = book;
    this.holding = holding;
  }

  /** Sets the level, which renews the judgement. */
  public Change level(TrustLevel level) {
    Standing old = standing();
    Standing next = old.withLevel(level).withJudgement(old.judgement().renewed(book.now()));
    List<String> messages = new ArrayList<>();
    if (!level.atLeast(old.level()) || level == old.level()) {
      stays(old, messages);
      others(level, messages);
    }
    if (later(old, next)) {
      messages.add("this renews the judgement, as trust renew does");
    }
    if (old.suspended()) {
      messages.add("still suspended; trust resume ends that");
    }
    return done(
        next, consent(old, next), "level", old.level().id() + " -> " + level.id(), messages);
  }

  /**
   * What a new level asks: nothing who takes trust away, though every level renews the judgement;
   * but an entry whose time is over comes back by any level.
   */
  private Change.Consent consent(Standing old, Standing next) {
    if (next.level().compareTo(old.level()) > 0) {
      return next.level() == TrustLevel.ULTIMATE ? Change.Consent.KEY_RETYPED : Change.Consent.YES;
    }
    boolean revives = old.judgement().over(book.now());
    boolean lengthens = next.level() == old.level() && later(old, next);
    return revives || lengthens ? Change.Consent.YES : Change.Consent.NONE;
  }

  private static boolean later(Standing old, Standing next) {
    return !next.judgement().end().equals(old.judgement().end());
  }

  private static void stays(Standing old, List<String> messages) {
    if (!old.overrides().allowed().isEmpty()) {
      messages.add(
          "still allowed by its own +: %s; trust unset takes it back"
              .formatted(old.overrides().allowed()));
    }
  }

  /** A direct entry's level takes nothing away that another entry gives. */
  private void others(TrustLevel level, List<String> messages) {
    if (!(holding.entry() instanceof DirectEntry direct)) {
      return;
    }
    new PeerQuestions(book.snapshot(), book.millis())
        .vouchers(direct.peer()).stream()
            .filter(v -> !v.key().equals(direct.key()) && v.level().compareTo(level) > 0)
            .forEach(
                v ->
                    messages.add(
                        "no demotion: %s still vouches for the peer at %s; trust deny bars it"
                            .formatted(labelOf(v.key()), v.level().id())));
  }

  private String labelOf(EntryKey key) {
    return book.snapshot().holding(key).map(h -> h.entry().label().toString()).orElse(key.text());
  }

  public Change allow(Functions functions) {
    if (holding.entry() instanceof DirectEntry && functions.has(TrustFunction.REDISTRIBUTE_IPNS)) {
      return redistributeRefused();
    }
    Overrides next = standing().overrides().allow(functions);
    return override(next, "allow", functions, Change.Consent.YES);
  }

  public Change deny(Functions functions) {
    Overrides next = standing().overrides().deny(functions);
    return override(next, "deny", functions, Change.Consent.NONE);
  }

  public Change unset(Functions functions) {
    Overrides old = standing().overrides();
    boolean loosens = !old.denied().and(functions).isEmpty();
    return override(
        old.unset(functions),
        "unset",
        functions,
        loosens ? Change.Consent.YES : Change.Consent.NONE);
  }

  private Change override(
      Overrides next, String action, Functions functions, Change.Consent consent) {
    boolean same = next.equals(standing().overrides());
    return done(
        standing().withOverrides(next),
        same ? Change.Consent.NONE : consent,
        action,
        functions.toString(),
        List.of());
  }

  public Change suspend() {
    Standing next = standing().withSuspension(Standing.Suspension.SUSPENDED);
    List<String> messages = new ArrayList<>();
    Change.Consent consent = Change.Consent.NONE;
    if (holding.entry() instanceof DirectEntry && !standing().overrides().denied().isEmpty()) {
      messages.add("its denies are suspended too: " + standing().overrides().denied());
      consent = Change.Consent.YES;
    }
    return done(next, consent, "suspend", "", messages);
  }

  public Change resume() {
    Standing next = standing().withSuspension(Standing.Suspension.ACTIVE);
    Change.Consent consent = standing().suspended() ? Change.Consent.YES : Change.Consent.NONE;
    return done(next, consent, "resume", "", List.of());
  }

  /** Counts the trust-lifetime from now. */
  public Change renew() {
    Standing next = standing().withJudgement(standing().judgement().renewed(book.now()));
    return written(next, Change.Consent.YES, "renew", "", List.of());
  }

  /**
   * Takes all that the update guard holds into force; where it holds nothing, what is now in force
   * is what the next update is judged against, which asks just so.
   */
  public Change accept() {
    if (holding.file().isEmpty()) {
      return new Change.Refused(
          Change.Problem.NO_FILE, holding.entry().label() + " has no file", "trust refresh");
    }
    CachedFile file = holding.file().get();
    int waiting = file.history().waiting(book.now()).size();
    CachedFile accepted =
        new CachedFile(file.content(), file.file(), UpdateGuard.accept(file.history(), book.now()));
    EntryBatch batch =
        EntryBatch.builder()
            .file(holding.key(), accepted)
            .audit(book.line("accept", holding.key(), waiting + " nodes"))
            .build();
    return new Change.Done(
        batch,
        Change.Consent.YES,
        List.of(
            waiting == 0
                ? "nothing was held; the next update is judged against the list as it is now"
                : waiting
                    + (waiting == 1 ? " held node comes" : " held nodes come")
                    + " into force"),
        Optional.of(cid(file)));
  }

  /** The CID that the file was fetched by; one of its bytes where it came with the program. */
  private Cid cid(CachedFile file) {
    Optional<Cid> fetched =
        holding.entry() instanceof ListedEntry listed ? listed.life().cid() : Optional.empty();
    return fetched.orElseGet(() -> Cid.v1(Cid.RAW, Multihash.sha256(file.content())));
  }

  /**
   * {@code trust reset-floor}: the only way down for a floor, and out of a withholding for a record
   * that cannot be read; the key is typed again.
   */
  public Change resetFloor() {
    return holding.entry() instanceof ListedEntry listed && listed.name().isPresent()
        ? resetFloor(listed, listed.name().get())
        : new Change.Refused(Change.Problem.INVALID, holding.entry().label() + " has no name", "");
  }

  private Change resetFloor(ListedEntry entry, PeerId name) {
    EntryBatch.Builder batch =
        EntryBatch.builder().resetFloor(name).audit(book.line("reset-floor", holding.key(), ""));
    List<String> messages = new ArrayList<>();
    messages.add("an older record can be taken for the newest now");
    Alarms alarms = entry.life().alarms();
    if (alarms.unread().isPresent()) {
      batch.entry(entry.withLife(entry.life().withAlarms(alarms.read())));
      messages.add(
          "it was withheld for a record that may revoke it, whose file could not be read: that"
              + " record is forgotten until it is found again");
    }
    return new Change.Done(batch.build(), Change.Consent.KEY_RETYPED, messages);
  }

  private Standing standing() {
    return holding.entry().standing();
  }

  private Change done(
      Standing next, Change.Consent consent, String action, String text, List<String> messages) {
    return unchanged(next)
        ? Change.Done.nothing(messages)
        : written(next, consent, action, text, messages);
  }

  private Change written(
      Standing next, Change.Consent consent, String action, String text, List<String> messages) {
    EntryBatch batch =
        EntryBatch.builder()
            .entry(holding.entry().withStanding(next))
            .audit(book.line(action, holding.key(), text))
            .build();
    return new Change.Done(batch, consent, messages);
  }

  /** Whether all is as before: when a judgement without an end was made means nothing. */
  private boolean unchanged(Standing next) {
    Standing old = standing();
    boolean endless = old.judgement().lifetime().isEmpty();
    return (endless ? next.withJudgement(old.judgement()) : next).equals(old);
  }

  static Change.Refused redistributeRefused() {
    return new Change.Refused(
        Change.Problem.INVALID,
        "redistribute-ipns is granted to an entry with a name, never to a peer",
        "");
  }

  /** The holding a command is about, found by the user's word. */
  public static Optional<EntryCommands> of(TrustBook book, String word) {
    List<Holding> found = book.find(word);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new EntryCommands(book, found.getFirst()));
  }
}
