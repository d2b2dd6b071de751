package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.query.Lookup;
import org.trustnet.libp2p.kad.query.ResponseFilter;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.routing.AddressGroups;
import org.trustnet.libp2p.kad.routing.AdmissionQueue;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.libp2p.kad.routing.RefreshPlan;
import org.trustnet.libp2p.kad.routing.RoutingTable;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/** One node of a {@link SimNetwork}: the production machines, driven by its events. */
final class SimNode {
  private static final Duration UPKEEP = Duration.ofSeconds(60);

  /** How often a node with few peers asks its contacts again, as {@link Kad} does. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private static final int FEW_PEERS = 10;
  private static final KadConfig CONFIG = KadConfig.wan(KadConfig.Scope.NETWORK);

  private final SimNetwork network;
  private final PeerInfo self;
  private final KadKey place;
  private final RoutingTable table;
  private final KadResponder responder;
  private final RefreshPlan refresh;
  private final ResponseFilter filter;
  private long selfLookedUp;
  private List<SimNode> contacts = List.of();
  private long bornNanos;
  private Optional<Duration> joined = Optional.empty();
  private final AdmissionQueue admissions = new AdmissionQueue();

  SimNode(SimNetwork network, PeerInfo self) {
    this.network = network;
    this.self = self;
    this.place = KadKey.of(self.id());
    this.table = new RoutingTable(self.id(), CONFIG.limits());
    this.refresh = new RefreshPlan(place, CONFIG.refresh());
    this.filter = new ResponseFilter(self.id(), CONFIG.policy(), CONFIG.limits());
    this.responder =
        new KadResponder(
            new KadResponder.Sources(
                self.id(),
                table,
                new MemoryRecordStore(self.id(), RecordLimits.DEFAULT, RecordChanges.ignored()),
                Namespaces.publicKeys(),
                peer -> peer.equals(self.id()) ? self.addresses() : List.of(),
                network::wall),
            CONFIG);
  }

  PeerId id() {
    return self.id();
  }

  KadKey place() {
    return place;
  }

  KadResponder responder() {
    return responder;
  }

  RoutingTable table() {
    return table;
  }

  void start(List<SimNode> known) {
    contacts = known;
    bornNanos = network.now();
    network.after(UPKEEP.plusMillis(network.random.nextInt(60_000)), this::upkeep);
    enter();
  }

  /** How long it took to find its neighbourhood; empty as long as it has not. */
  Optional<Duration> joined() {
    return joined;
  }

  Duration age() {
    return Duration.ofNanos(network.now() - bornNanos);
  }

  /** Asks its contacts and looks itself up, again until that has found a neighbourhood. */
  private void enter() {
    if (network.isLive(this)) {
      selfLookedUp = network.now();
      contacts.forEach(this::met);
      network.after(Duration.ofSeconds(3), () -> lookup(self.id().encode(), this::entered));
    }
  }

  private void entered(Lookup.Result result) {
    if (result.closest().size() >= FEW_PEERS) {
      joined = Optional.of(age());
    } else {
      network.after(RETRY, this::enter);
    }
    refreshDue();
  }

  /** A connection to this node exists, and identify said that it serves the protocol. */
  void met(SimNode other) {
    if (table.snapshot().find(other.id(), other.place) == null) {
      consider(other.self);
    } else {
      table.heard(other.id(), network.now());
    }
  }

  private void consider(PeerInfo peer) {
    if (table.snapshot().find(peer.id(), KadKey.of(peer.id())) != null) {
      table.heard(peer.id(), network.now());
    } else if (table.wants(CONFIG.entry(peer)) && admissions.offer(peer.id())) {
      check(peer);
    }
  }

  /** FIND_NODE for the peer's own ID, before it enters the table. */
  private void check(PeerInfo peer) {
    PeerId next = admissions.begin().orElse(null);
    if (next == null) {
      return;
    }
    network.after(AdmissionQueue.TIMEOUT, () -> admissions.end(next));
    Bytes request = KadWire.encode(KadMessage.findNode(next.encode()));
    network.request(
        this,
        next,
        request,
        answer -> {
          admissions.end(next);
          AddressGroups proven = AddressGroups.of(peer.addresses(), CONFIG.limits().loopback());
          table.admit(CONFIG.entry(peer), proven, network.now());
        });
  }

  private void upkeep() {
    if (!network.isLive(this)) {
      return;
    }
    refreshDue();
    long silentSince = network.now() - CONFIG.refresh().toNanos();
    table.unheardSince(silentSince, 20).forEach(this::probe);
    table.takeCandidate().ifPresent(e -> consider(KadWire.decodePeer(e.wire())));
    network.after(UPKEEP, this::upkeep);
  }

  private void probe(PeerId peer) {
    boolean[] answered = new boolean[1];
    network.request(
        this,
        peer,
        KadWire.encode(KadMessage.findNode(peer.encode())),
        answer -> {
          answered[0] = true;
          table.heard(peer, network.now());
        });
    network.after(
        AdmissionQueue.TIMEOUT,
        () -> {
          if (!answered[0]) {
            table.failed(peer);
          }
        });
  }

  private void refreshDue() {
    if (network.now() - selfLookedUp >= CONFIG.refresh().toNanos()) {
      selfLookedUp = network.now();
      lookup(self.id().encode(), ignored -> {});
    }
    for (int prefix : refresh.due(table.snapshot(), network.now())) {
      Bytes target = refresh.target(prefix, network.random);
      refresh.refreshed(KadKey.of(target), network.now());
      lookup(target, ignored -> {});
    }
  }

  /** Looks up the place of {@code target}; {@code done} hears the result. */
  void lookup(Bytes target, Consumer<Lookup.Result> done) {
    KadKey key = KadKey.of(target);
    List<PeerInfo> seeds =
        table.snapshot().nearest(key, CONFIG.lookup().k()).stream()
            .map(entry -> new PeerInfo(entry.id(), List.of()))
            .toList();
    new Walk(target, new Lookup(key, self.id(), CONFIG.lookup(), seeds), done).step();
  }

  private final class Walk {
    private final Bytes target;
    private final Bytes request;
    private final Lookup lookup;
    private final Consumer<Lookup.Result> done;
    private boolean over;
    private long wakeAt = Long.MIN_VALUE;

    Walk(Bytes target, Lookup lookup, Consumer<Lookup.Result> done) {
      this.target = target;
      this.request = KadWire.encode(KadMessage.findNode(target));
      this.lookup = lookup;
      this.done = done;
    }

    void step() {
      while (!over && network.isLive(SimNode.this)) {
        switch (lookup.next(network.now())) {
          case Lookup.Step.Ask(PeerInfo peer) -> ask(peer);
          case Lookup.Step.Wait(long until) -> {
            if (until != wakeAt) {
              wakeAt = until;
              network.at(until, this::step);
            }
            return;
          }
          case Lookup.Step.Done(Lookup.Result result) -> {
            over = true;
            done.accept(result);
          }
        }
      }
    }

    private void ask(PeerInfo peer) {
      boolean[] answered = new boolean[1];
      network.request(
          SimNode.this,
          peer.id(),
          request,
          answer -> {
            answered[0] = true;
            if (!peer.addresses().isEmpty()) {
              consider(peer);
            } else {
              table.heard(peer.id(), network.now());
            }
            lookup.onResponse(peer.id(), filter.believed(answer.closer(), target));
            step();
          });
      network.after(
          CONFIG.lookup().timeout(),
          () -> {
            if (!answered[0]) {
              table.failed(peer.id());
            }
          });
    }
  }
}
