package org.trustnet.ipns.name;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * Signs, stores and announces records, in this order: a record that was ever announced is in the
 * store. An edge: reads the given clock for the EOL. One publication at a time is signed; they
 * announce side by side.
 */
public final class IpnsPublisher {
  /** How long the network is asked for a newer record than our own before a publication. */
  static final Duration ASK = Duration.ofSeconds(5);

  private final NameRouting routing;
  private final PublishedStore store;
  private final InstantSource clock;
  private final ReentrantLock signing = new ReentrantLock();

  public IpnsPublisher(NameRouting routing, PublishedStore store, InstantSource clock) {
    this.routing = routing;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Publishes a value under the key's name. The network is asked for a record first, so that a key
   * that came from elsewhere, or a store that came from a backup, counts on from there.
   *
   * @param timeout for the announcement, and for the question before it where we have no record of
   *     our own; else that takes {@link #ASK} at most
   * @throws InterruptedException if the waiting thread is interrupted; what is signed stays stored
   */
  public PublishOutcome publish(PrivateKey key, PublishPolicy.Request request, Duration timeout)
      throws InterruptedException {
    PeerId name = key.peerId();
    Duration ask = store.find(name).isPresent() && ASK.compareTo(timeout) < 0 ? ASK : timeout;
    PublishOutcome outcome = sign(key, request, newest(ask(name, ask)));
    return outcome instanceof PublishOutcome.Published published
        ? announce(key, published.record(), timeout)
        : outcome;
  }

  private NameLookup ask(PeerId name, Duration timeout) throws InterruptedException {
    return new IpnsResolver(routing, clock).lookup(name, IpnsResolver.ALL, timeout);
  }

  /**
   * The best record that came. One after its EOL counts too, for followers do not forget it, but
   * only where one can count on from it: somebody else may have kept what a thief of the key once
   * signed, and must not end all publishing with it, nor the revocation.
   */
  private static Optional<IpnsRecord> newest(NameLookup lookup) {
    Stream<IpnsRecord> expired = lookup.expired().stream().filter(IpnsPublisher::isCounted);
    return Stream.concat(lookup.valid().stream(), expired).max(Comparator.naturalOrder());
  }

  private static boolean isCounted(IpnsRecord record) {
    return Long.compareUnsigned(record.sequence(), PublishPolicy.MAX_COUNTED_SEQUENCE) < 0;
  }

  private PublishOutcome sign(
      PrivateKey key, PublishPolicy.Request request, Optional<IpnsRecord> known) {
    signing.lock();
    try {
      Optional<Verdict> stored = last(key.peerId());
      if (stored.isPresent() && stored.get() instanceof Verdict.Rejected rejected) {
        return new PublishOutcome.LastUnreadable(rejected.why());
      }
      Optional<IpnsRecord> own = stored.flatMap(IpnsPublisher::record);
      Optional<IpnsRecord> last =
          own.map(ours -> known.filter(theirs -> isNewer(theirs, ours)).orElse(ours))
              .or(() -> known);
      return switch (PublishPolicy.next(last, request, clock.instant())) {
        case PublishPolicy.Next.Sign next -> signed(key, next.content(), request.lifetime());
        case PublishPolicy.Next.NotHigher not -> new PublishOutcome.SequenceNotHigher(not.last());
        case PublishPolicy.Next.Exhausted e -> new PublishOutcome.SequencesExhausted(e.last());
      };
    } finally {
      signing.unlock();
    }
  }

  /**
   * Whether the network has been given more than we know of. Another value under the same sequence
   * counts as that, so that ours is never signed again beside it.
   */
  private static boolean isNewer(IpnsRecord theirs, IpnsRecord ours) {
    int order = Long.compareUnsigned(theirs.sequence(), ours.sequence());
    boolean same = theirs.value().equals(ours.value());
    return order > 0 || order == 0 && (!same || theirs.eol().isAfter(ours.eol()));
  }

  /**
   * Signs the last record again with a later EOL and announces it. The new one is valid for as long
   * as was asked when it was published. The network is asked first: a store that came from a
   * backup, or a key that publishes elsewhere too, must not put an older value before a newer one.
   * Nothing is signed if it has a newer record, or if nobody answers.
   *
   * @param timeout for the question, and for the announcement
   * @throws InterruptedException if the waiting thread is interrupted; what is signed stays stored
   */
  public PublishOutcome renew(PrivateKey key, Duration timeout) throws InterruptedException {
    if (store.find(key.peerId()).isEmpty()) {
      return new PublishOutcome.NeverPublished();
    }
    NameLookup lookup = ask(key.peerId(), timeout);
    if (lookup.answered() == 0) {
      return new PublishOutcome.NobodyAnswered();
    }
    PublishOutcome outcome = signAgain(key, newest(lookup));
    return outcome instanceof PublishOutcome.Published published
        ? announce(key, published.record(), timeout)
        : outcome;
  }

  private PublishOutcome signAgain(PrivateKey key, Optional<IpnsRecord> known) {
    signing.lock();
    try {
      Optional<Verdict> last = last(key.peerId());
      if (last.isEmpty()) {
        return new PublishOutcome.NeverPublished();
      }
      return switch (last.get()) {
        case Verdict.Valid v -> signAgain(key, v.record(), known);
        case Verdict.Expired e -> signAgain(key, e.record(), known);
        case Verdict.Rejected r -> new PublishOutcome.LastUnreadable(r.why());
      };
    } finally {
      signing.unlock();
    }
  }

  private PublishOutcome signAgain(PrivateKey key, IpnsRecord ours, Optional<IpnsRecord> known) {
    Instant now = clock.instant();
    IpnsRecord last =
        known
            .filter(theirs -> isNewer(theirs, ours) && !isOutlivedTwin(theirs, ours, now))
            .orElse(ours);
    if (last.sequence() != ours.sequence() || !last.value().equals(ours.value())) {
      return new PublishOutcome.Overtaken(last);
    }
    Duration lifetime = store.lifetime(key.peerId()).orElse(PublishPolicy.DEFAULT_LIFETIME);
    return signed(key, PublishPolicy.renewed(last, lifetime, now), lifetime);
  }

  /** Whether it is of our sequence and expired: who keeps it must not keep us from renewing. */
  private static boolean isOutlivedTwin(IpnsRecord theirs, IpnsRecord ours, Instant now) {
    return theirs.sequence() == ours.sequence() && theirs.eol().isBefore(now);
  }

  private Optional<Verdict> last(PeerId name) {
    return store.find(name).map(bytes -> IpnsRecords.validate(name, bytes, Instant.MIN));
  }

  private static Optional<IpnsRecord> record(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid v -> Optional.of(v.record());
      case Verdict.Expired e -> Optional.of(e.record());
      case Verdict.Rejected r -> Optional.empty();
    };
  }

  private PublishOutcome signed(PrivateKey key, RecordContent content, Duration lifetime) {
    IpnsRecord record = IpnsRecords.create(key, content, Compatibility.V1_AND_V2);
    store.put(record.name(), record.bytes(), lifetime);
    return new PublishOutcome.Published(record, 0);
  }

  private PublishOutcome announce(PrivateKey key, IpnsRecord record, Duration timeout)
      throws InterruptedException {
    PeerId name = record.name();
    int announced = routing.put(RoutingKey.record(name), record.bytes(), timeout);
    if (name.inlinedKey().isEmpty()) {
      // Old resolvers look for the key of a name that does not carry it; the record does, too.
      Bytes publicKey = key.publicKey().encode();
      routing.put(RoutingKey.publicKey(name), publicKey, timeout);
    }
    return new PublishOutcome.Published(record, announced);
  }
}
