package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.records.Provider;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.StoredValue;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.ListCommands;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.Snapshots;

/**
 * The trust part of a node. Opened on a store it answers and changes; started on a host it also
 * follows publishers, holds connections and finds the network. Safe on any thread.
 */
public final class TrustService implements AutoCloseable {
  /** How long tasks may take to end at close. */
  private static final Duration END = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(TrustService.class);

  /** What it works with once the node is up. */
  public record Parts(
      HostNode host, DualKad kad, Names names, Content content, AddressResolver resolver) {}

  private final TrustState state;
  private final TrustSettings settings;
  private final Surroundings surroundings;
  private final TrustAccess access;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable Running running;

  /** What runs between start and close. */
  private record Running(
      Parts parts,
      RemoteResolver resolver,
      RefreshDriver refresh,
      HeldPeers held,
      BootstrapDriver bootstrap) {}

  private TrustService(TrustState state, TrustSettings settings, Surroundings surroundings) {
    this.state = state;
    this.settings = settings;
    this.surroundings = surroundings;
    this.access = new TrustAccess(state);
  }

  /** Loads the snapshot and trust time, and adds or renews the shipped list. */
  public static TrustService open(
      EntryStore store, TrustSettings settings, Surroundings surroundings, PeerId self) {
    TrustClock clock = new TrustClock(store.trustTime(), surroundings);
    TrustState state = new TrustState(store, clock, Snapshots.load(store, settings.policy(self)));
    TrustService service = new TrustService(state, settings, surroundings);
    settings.bundled().ifPresent(service::bundled);
    return service;
  }

  private void bundled(TrustSettings.Bundled list) {
    Change change =
        change(
            Actor.PROGRAM,
            book -> new ListCommands(book).bundled(list.content(), list.updateKey()),
            done -> {});
    switch (change) {
      case Change.Done done -> done.messages().forEach(message -> LOG.debug("{}", message));
      case Change.Refused refused -> LOG.warn("the shipped list is not used: {}", refused);
    }
  }

  /** What the host asks; answered from the snapshot of the moment. */
  public Access access() {
    return access;
  }

  private record TrustAccess(TrustState state) implements Access {
    @Override
    public boolean permits(PeerId peer, Permission permission) {
      Snapshot snapshot = state.snapshot();
      return switch (permission) {
        case CONNECT -> !snapshot.blocked(peer);
        case HOLD_CONNECTION ->
            snapshot.allows(peer, TrustFunction.HOLD_CONNECTION, Side.RELY, state.clock().millis());
      };
    }
  }

  /** Begins to follow publishers, to hold connections and to bootstrap. Once. */
  public synchronized void start(Parts parts) {
    if (running != null) {
      throw new IllegalStateException("started already");
    }
    HostNode host = parts.host();
    RemoteResolver resolver = new RemoteResolver(state, parts.resolver());
    DialBudget budget = new DialBudget(settings.loopback(), surroundings.nanos());
    HeldPeers held = new HeldPeers(state, parts, resolver, budget);
    RefreshDriver refresh =
        new RefreshDriver(
            state,
            new RefreshSources.Network(
                new NameSearch(host, parts.names(), surroundings),
                new FileSearch(parts.content(), surroundings.nanos())),
            surroundings.random(),
            threads);
    Timekeeper timekeeper = new Timekeeper(state);
    BootstrapDriver bootstrap =
        new BootstrapDriver(
            state,
            parts,
            new Contacts(host, state.clock(), resolver, budget),
            settings.bootstrap(),
            surroundings.random(),
            threads);
    running = new Running(parts, resolver, refresh, held, bootstrap);
    state.watch(held);
    state.watch(refresh);
    state.watch(bootstrap);
    state.watch(timekeeper);
    state.writing(
        () -> {
          held.plan();
          return true;
        });
    host.listen(refresh);
    refresh.start();
    bootstrap.start();
    threads.execute(timekeeper);
  }

  public EntryStore store() {
    return state.store();
  }

  public Snapshot snapshot() {
    return state.snapshot();
  }

  /** Trust time, now. */
  public TrustTime time() {
    return state.clock().time();
  }

  /** Trust time in milliseconds since 1970, as decisions take it. */
  public long millis() {
    return state.clock().millis();
  }

  /** The host, once started. */
  public Optional<HostNode> host() {
    Running now = running;
    return now == null ? Optional.empty() : Optional.of(now.parts.host());
  }

  /** Where the node stands on its way into the network. */
  public BootstrapStatus bootstrapStatus() {
    Running now = running;
    return now == null ? BootstrapStatus.OFFLINE : now.bootstrap.status();
  }

  /**
   * Decides and writes a change as one step.
   *
   * @param command what it comes to, judged by the book of the moment
   * @param approve is shown what may be done before it is written; throws to prevent it
   * @throws RuntimeException what {@code approve} throws, or if the store cannot write
   */
  public Change change(
      Actor actor, Function<TrustBook, Change> command, Consumer<Change.Done> approve) {
    return state.writing(
        () -> {
          Change change = command.apply(book(actor));
          if (change instanceof Change.Done done) {
            approve.accept(done);
            state.commit(done.batch());
          }
          return change;
        });
  }

  /** What commands judge by at this moment. */
  public TrustBook book(Actor actor) {
    return TrustBook.of(state.store(), state.snapshot(), time().trust(), actor);
  }

  /** Removes lines of the log before {@code before}, which is logged; returns how many. */
  public long pruneLog(Actor actor, Instant before) {
    return state.writing(
        () -> {
          long gone = state.store().pruneAudit(before);
          String text = gone + " lines before " + before;
          state.commit(
              EntryBatch.builder()
                  .audit(
                      new AuditLine(time().trust(), actor, "log prune", Optional.empty(), text, 1))
                  .build());
          return gone;
        });
  }

  /** Refreshes an entry now; empty if it has no name or nothing was started. */
  public Optional<CompletableFuture<RefreshOutcome>> refresh(EntryKey key) {
    Running now = running;
    return now == null ? Optional.empty() : now.refresh.refresh(key);
  }

  /** Why names in the lists that vouch for {@code peer} were not used when last looked up. */
  public List<String> droppedNames(PeerId peer) {
    Running now = running;
    return now == null ? List.of() : now.resolver.droppedNames(peer);
  }

  /** The peers whose connections are held, with the entries that ask for it. */
  public Map<PeerId, List<EntryKey>> held() {
    Running now = running;
    return now == null ? Map.of() : now.held.reasons();
  }

  /** A record of a name reached us: by a peer's PUT_VALUE or {@code name put}. Only notes it. */
  public void recordArrived(PeerId name, Bytes record) {
    Running now = running;
    if (now != null) {
      now.refresh.recordArrived(name, record);
    }
  }

  /**
   * What a store of DHT records is to tell, so that a record put with us is judged at once.
   *
   * @param next is told everything too
   */
  public RecordChanges recordChanges(RecordChanges next) {
    return new ArrivingRecords(this, next);
  }

  private record ArrivingRecords(TrustService trust, RecordChanges next) implements RecordChanges {
    @Override
    public void stored(StoredValue value) {
      next.stored(value);
      arrived(value.key(), value.value());
    }

    /** What thieves of a key put with us keeps nothing from being judged. */
    @Override
    public void outdone(Bytes key, Bytes value) {
      next.outdone(key, value);
      arrived(key, value);
    }

    private void arrived(Bytes key, Bytes value) {
      RoutingKey.name(key).ifPresent(name -> trust.recordArrived(name, value));
    }

    @Override
    public void valueGone(Bytes key) {
      next.valueGone(key);
    }

    @Override
    public void stored(Bytes multihash, Provider provider) {
      next.stored(multihash, provider);
    }

    @Override
    public void providerGone(Bytes multihash, PeerId peer) {
      next.providerGone(multihash, peer);
    }
  }

  /** Ends what runs and writes trust time; the store stays open. Idempotent. */
  @Override
  public synchronized void close() {
    if (threads.isShutdown()) {
      return;
    }
    Running now = running;
    if (now != null) {
      now.refresh.close();
    }
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("tasks of trust are still ending");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    state.commit(EntryBatch.builder().time(time()).build());
  }
}
