package org.trustnet.bootstrap.names;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.bootstrap.announce.Unheard;
import org.trustnet.bootstrap.clock.ForwardClock;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.ipns.name.DnsLink;
import org.trustnet.ipns.name.IpnsPublisher;
import org.trustnet.ipns.name.IpnsResolver;
import org.trustnet.ipns.name.NameLookup;
import org.trustnet.ipns.name.PublishOutcome;
import org.trustnet.ipns.name.PublishPolicy;
import org.trustnet.ipns.name.PublishedStore;
import org.trustnet.ipns.name.RepublishSchedule;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.name.TxtRecords;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * Publishes and resolves names. Every name that the node resolves is resolved here, and a blocked
 * one never is. Safe on any thread.
 */
public final class Names implements AutoCloseable {
  /** How often due names are looked for. */
  private static final Duration ROUND = Duration.ofSeconds(30);

  /** How often is looked whether somebody is there, while a record has reached nobody. */
  private static final Duration WATCH = Duration.ofSeconds(1);

  private static final Duration PUT = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(Names.class);

  /**
   * Who is asked, and about what nobody is.
   *
   * @param dns asked about domains
   * @param blocked whether an IPNS name is never to be resolved; asked each time, on any thread
   */
  public record Sources(Routing routing, TxtRecords dns, Predicate<PeerId> blocked) {}

  private final Routing routing;
  private final TxtRecords dns;
  private final Predicate<PeerId> blocked;
  private final PublishedStore published;
  private final Function<PeerId, Optional<PrivateKey>> keys;
  private final InstantSource wall;
  private final InstantSource plans;
  private final IpnsPublisher publisher;
  private final IpnsResolver resolver;
  private final RecordCache cache = new RecordCache();
  private final RepublishSchedule schedule;
  private final Unheard<PeerId> unheard = new Unheard<>();

  /** Newer records than ours; one at most for each name that is published. */
  private final Map<PeerId, IpnsRecord> overtaken = new ConcurrentHashMap<>();

  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;

  /**
   * @param keys finds the private key of a name of ours
   * @param surroundings records are judged by the wall clock; plans go on when it is set back
   * @param period how often a record of ours is signed and put again
   */
  public Names(
      Sources sources,
      PublishedStore published,
      Function<PeerId, Optional<PrivateKey>> keys,
      Surroundings surroundings,
      Duration period) {
    this.schedule = new RepublishSchedule(period);
    this.routing = sources.routing();
    this.dns = sources.dns();
    this.blocked = sources.blocked();
    this.published = published;
    this.keys = keys;
    this.wall = surroundings.wall();
    this.plans = new ForwardClock(wall, surroundings.nanos());
    this.publisher = new IpnsPublisher(routing, published, wall);
    this.resolver = new IpnsResolver(routing, wall);
  }

  /** Begins to republish. */
  public void start() {
    synchronized (schedule) {
      schedule.start(published.names(), plans.instant());
    }
    Thread.ofVirtual().name("republish").start(this::republish);
  }

  /**
   * Signs, stores and announces.
   *
   * @return how it went; a record that reached nobody is announced as soon as somebody is there
   * @throws BlockedNameException if the name is never to be resolved: the network is asked for a
   *     newer record before one is signed
   */
  public PublishOutcome publish(PrivateKey key, PublishPolicy.Request request, Duration timeout)
      throws InterruptedException {
    refuseBlocked(key.peerId());
    PublishOutcome outcome = publisher.publish(key, request, timeout);
    note(key.peerId(), outcome);
    return outcome;
  }

  private void note(PeerId name, PublishOutcome outcome) {
    if (outcome instanceof PublishOutcome.Published sent) {
      remember(sent.record());
      overtaken.remove(name);
      Duration lifetime = published.lifetime(name).orElse(PublishPolicy.DEFAULT_LIFETIME);
      synchronized (schedule) {
        if (sent.announced() > 0) {
          schedule.succeeded(name, plans.instant(), lifetime);
          unheard.heard(name);
        } else {
          missed(name);
        }
      }
    }
  }

  /** Nobody took the record. Called under the lock of the schedule. */
  private void missed(PeerId name) {
    schedule.failed(name, plans.instant());
    boolean kept = routing.hasPeers() ? unheard.failed(name, plans.instant()) : unheard.add(name);
    LOG.debug("nobody took the record of {}, it waits for somebody: {}", name.toName(), kept);
    wake.release();
  }

  private void republish() {
    try {
      while (!closed) {
        if (wake.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
        for (PeerId name : closed ? List.<PeerId>of() : due()) {
          tryToRenew(name);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A disk that refuses now may take the record later, and the next name is another matter. */
  private void tryToRenew(PeerId name) throws InterruptedException {
    try {
      renew(name);
    } catch (UncheckedIOException e) {
      LOG.warn("the record of {} cannot be renewed now: {}", name.toName(), e.getMessage());
      putOff(name);
    }
  }

  private Duration pause() {
    synchronized (schedule) {
      return unheard.isEmpty() ? ROUND : WATCH;
    }
  }

  private Set<PeerId> due() {
    boolean somebody = routing.hasPeers();
    synchronized (schedule) {
      Set<PeerId> due = new LinkedHashSet<>(schedule.due(plans.instant()));
      if (somebody) {
        due.addAll(unheard.take(Unheard.MAX, plans.instant()));
      }
      return due;
    }
  }

  private void renew(PeerId name) throws InterruptedException {
    Optional<PrivateKey> key = keys.apply(name);
    if (key.isEmpty()) {
      LOG.warn("the key of {} is gone: its record is republished no more", name.toName());
      synchronized (schedule) {
        schedule.stop(name);
        unheard.heard(name);
      }
      return;
    }
    if (blocked.test(name)) {
      LOG.debug("{} is blocked: its record is not renewed", name.toName());
      putOff(name);
      return;
    }
    PublishOutcome outcome = publisher.renew(key.get(), PUT);
    LOG.debug("republished {}: {}", name.toName(), outcome);
    switch (outcome) {
      case PublishOutcome.Published sent -> note(name, sent);
      case PublishOutcome.NobodyAnswered() -> {
        synchronized (schedule) {
          missed(name);
        }
      }
      case PublishOutcome.Overtaken(IpnsRecord theirs) -> {
        overtakenBy(theirs);
        putOff(name);
      }
      default -> putOff(name);
    }
  }

  private void putOff(PeerId name) {
    synchronized (schedule) {
      schedule.failed(name, plans.instant());
      unheard.heard(name);
    }
  }

  /** Said once for each such record. */
  private void overtakenBy(IpnsRecord theirs) {
    PeerId name = theirs.name();
    IpnsRecord before = overtaken.put(name, theirs);
    if (before == null || !before.value().equals(theirs.value())) {
      LOG.warn(
          "the network has a newer record of {} than this node published, of sequence {}: ours is"
              + " not renewed; it is from a backup, or somebody else has the key; publish again to"
              + " go on from there",
          name.toName(),
          Long.toUnsignedString(theirs.sequence()));
    }
  }

  /** What the last renewal of a name of ours found in the network instead of our record. */
  public Optional<IpnsRecord> overtaken(PeerId name) {
    return Optional.ofNullable(overtaken.get(name));
  }

  /** The record that we published of a name. */
  public Optional<IpnsRecord> record(PeerId name) {
    return new PublishedRecords(published).find(name);
  }

  /** The names we publish. */
  public List<PeerId> published() {
    return published.names();
  }

  /** Whether there is anybody who could take a record. */
  public boolean hasPeers() {
    return routing.hasPeers();
  }

  /** When a name of ours is put again, as the wall clock of now counts. */
  public Optional<Instant> nextPut(PeerId name) {
    Optional<Instant> next;
    synchronized (schedule) {
      next = schedule.next(name);
    }
    return next.map(at -> wall.instant().plus(Duration.between(plans.instant(), at)));
  }

  private void remember(IpnsRecord record) {
    cache.offer(record, wall.instant(), plans.instant());
  }

  /**
   * What is known of a name, while its TTL allows, else what the network says.
   *
   * @throws BlockedNameException if the name is never to be resolved
   */
  public NameLookup find(PeerId name, int quorum, Duration timeout) throws InterruptedException {
    refuseBlocked(name);
    Optional<IpnsRecord> known = cache.find(name, plans.instant());
    return known.isPresent()
        ? new NameLookup(name, List.of(known.get()), List.of(), Map.of(), 0, 0)
        : lookup(name, quorum, timeout);
  }

  /**
   * What is known here of a name: a record seen within its TTL, or our own while it is valid.
   *
   * @throws BlockedNameException if the name is never to be resolved
   */
  public NameLookup known(PeerId name) {
    refuseBlocked(name);
    Instant now = wall.instant();
    Optional<IpnsRecord> known =
        cache
            .find(name, plans.instant())
            .or(() -> record(name).filter(own -> own.eol().isAfter(now)));
    return new NameLookup(name, known.stream().toList(), List.of(), Map.of(), 0, 0);
  }

  /**
   * What the network says of a name.
   *
   * @throws BlockedNameException if the name is never to be resolved, also if it was blocked
   *     meanwhile
   */
  public NameLookup lookup(PeerId name, int quorum, Duration timeout) throws InterruptedException {
    return lookup(name, quorum, timeout, record -> {});
  }

  /**
   * The same for who has to know of all records, not only of the highest.
   *
   * @param heard takes each valid and each expired record, see {@link IpnsResolver}
   * @throws BlockedNameException as the other does: what was heard is not to be used then
   */
  public NameLookup lookup(PeerId name, int quorum, Duration timeout, Consumer<IpnsRecord> heard)
      throws InterruptedException {
    refuseBlocked(name);
    NameLookup lookup = resolver.lookup(name, quorum, timeout, heard);
    refuseBlocked(name);
    lookup.best().ifPresent(this::remember);
    return lookup;
  }

  private void refuseBlocked(PeerId name) {
    if (blocked.test(name)) {
      throw new BlockedNameException(name);
    }
  }

  /** Gives a record, which must be valid, to those who are to hold it; returns how many took it. */
  public int put(PeerId name, Bytes record, Duration timeout) throws InterruptedException {
    cache.forget(name);
    return routing.put(RoutingKey.record(name), record, timeout);
  }

  /** What DNS says a domain leads to. */
  public DnsLink.Outcome domain(String domain, Duration timeout) throws InterruptedException {
    return DnsLink.judge(dns.ask(DnsLink.recordName(domain), timeout));
  }

  @Override
  public void close() {
    closed = true;
    wake.release();
  }
}
