package org.trustnet.trust.decide;

import java.time.Duration;
import java.util.Optional;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.life.Epoch;
import org.trustnet.trust.life.Windows;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.model.TrustFunction;

/** An entry prepared for decisions: masks and moments instead of objects. */
final class EntryView {
  private static final int PEER_FUNCTIONS =
      Functions.ALL.minus(Functions.of(TrustFunction.REDISTRIBUTE_IPNS)).bits();
  private static final int BOOTSTRAP = Functions.of(TrustFunction.BOOTSTRAP).bits();
  private static final int RELY = Functions.RELY.bits();

  final Holding holding;
  final boolean answered;

  /** Whether something other than time keeps it out of force. */
  final boolean barred;

  final boolean direct;
  final boolean blockedName;
  final int gives;
  final int directAllowed;
  final int directDenied;
  final long trustEnd;
  final long cacheEnd;
  final long withheldFrom;
  private final long[] nodeMoments;

  EntryView(Holding holding, Policy policy, boolean answered) {
    TrustEntry entry = holding.entry();
    this.holding = holding;
    this.answered = answered;
    this.direct = entry instanceof DirectEntry;
    Functions given = entry.overrides().apply(policy.matrix().given(entry.level()));
    this.gives = given.bits();
    this.directAllowed = direct ? entry.overrides().allowed().bits() & PEER_FUNCTIONS : 0;
    this.directDenied = direct ? entry.overrides().denied().bits() : 0;
    this.trustEnd = entry.standing().judgement().end().map(Epoch::millis).orElse(Long.MAX_VALUE);
    this.nodeMoments = moments(holding);
    this.blockedName = nameBlocked(entry, policy);
    if (entry instanceof ListedEntry listed) {
      this.cacheEnd = Epoch.millis(Windows.cacheEnd(listed));
      this.withheldFrom = withheld(listed, policy.frozenGrace());
      this.barred =
          entry.standing().suspended() || blockedName || listed.life().revoked() || !hasFile();
    } else {
      this.cacheEnd = Long.MAX_VALUE;
      this.withheldFrom = Long.MAX_VALUE;
      this.barred = entry.standing().suspended();
    }
  }

  private static long[] moments(Holding holding) {
    return holding.file().stream()
        .flatMap(f -> f.history().spans().stream())
        .filter(NodeHistory.Span::current)
        .mapToLong(s -> Epoch.millis(s.inForce()))
        .distinct()
        .toArray();
  }

  private static boolean nameBlocked(TrustEntry entry, Policy policy) {
    return entry instanceof ListedEntry listed
        && listed.name().filter(policy.blocks().names()::contains).isPresent();
  }

  private static long withheld(ListedEntry listed, Duration grace) {
    return Windows.withheldFrom(listed, grace).map(Epoch::millis).orElse(Long.MAX_VALUE);
  }

  EntryKey key() {
    return holding.key();
  }

  TrustEntry entry() {
    return holding.entry();
  }

  Optional<ListedEntry> listed() {
    return holding.entry() instanceof ListedEntry listed ? Optional.of(listed) : Optional.empty();
  }

  /** Whether there is anything that can be in force: a file, or a direct entry itself. */
  boolean hasFile() {
    return direct || holding.file().isPresent();
  }

  boolean inForce(long now) {
    return !barred && now < trustEnd && (now < cacheEnd || !answered);
  }

  boolean withheld(long now) {
    return now >= withheldFrom;
  }

  /** Over-age and not yet looked up in this run: gives bootstrap only. */
  boolean overAge(long now) {
    return now >= cacheEnd;
  }

  /** What it gives the peers it vouches for, as function bits. */
  int given(long now) {
    if (!inForce(now)) {
      return 0;
    }
    int bits = gives & PEER_FUNCTIONS;
    if (withheld(now)) {
      bits &= RELY;
    }
    return overAge(now) ? bits & BOOTSTRAP : bits;
  }

  /** Whether the party's record and file are kept alive: decided for an entry with a name. */
  boolean redistributes(long now) {
    return !direct
        && inForce(now)
        && !withheld(now)
        && !overAge(now)
        && listed().map(l -> !l.local()).orElse(false)
        && (gives & TrustFunction.REDISTRIBUTE_IPNS.bit()) != 0;
  }

  /** The first moment after {@code now} at which time alone changes what it gives. */
  long nextChange(long now) {
    long next = Long.MAX_VALUE;
    next = trustEnd > now ? Math.min(next, trustEnd) : next;
    next = cacheEnd > now ? Math.min(next, cacheEnd) : next;
    for (long moment : nodeMoments) {
      next = moment > now ? Math.min(next, moment) : next;
    }
    return withheldFrom > now ? Math.min(next, withheldFrom) : next;
  }
}
