package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.routing.AddressGroups;
import org.trustnet.libp2p.kad.routing.AdmissionQueue;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.libp2p.kad.routing.RoutingTable;
import org.trustnet.libp2p.kad.routing.TableEntry;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * Lets peers into the routing table and puts them out: hears of connections, has each candidate
 * checked on a virtual thread, and asks those that were silent for long. An edge.
 */
final class TableKeeper implements HostListener {
  /** Silent peers asked in one round: the others have their turn in the next. */
  static final int MAX_PROBES = 32;

  private final Host host;
  private final KadConfig config;
  private final RoutingTable table;
  private final KadMessenger messenger;
  private final LongSupplier nanos;
  private final AdmissionQueue queue = new AdmissionQueue();
  private volatile boolean closed;

  TableKeeper(
      Host host, KadConfig config, RoutingTable table, KadMessenger messenger, LongSupplier nanos) {
    this.host = host;
    this.config = config;
    this.table = table;
    this.messenger = messenger;
    this.nanos = nanos;
  }

  @Override
  public void onIdentified(Connection connection, Identity identity) {
    if (identity.protocols().contains(config.protocol())) {
      consider(identity.peer());
    } else {
      table.remove(identity.peer());
    }
  }

  /** Considers all peers that are connected and serve the protocol. */
  void considerConnected() {
    for (Connection connection : host.connections()) {
      if (host.addressBook().protocols(connection.peer()).contains(config.protocol())) {
        consider(connection.peer());
      }
    }
  }

  /** A peer that is connected and serves the protocol: it is checked if there is room for it. */
  void consider(PeerId peer) {
    if (closed || !host.permits(peer)) {
      return;
    }
    if (table.snapshot().find(peer, KadKey.of(peer)) != null) {
      table.heard(peer, nanos.getAsLong());
      return;
    }
    PeerInfo known = known(peer);
    if (config.policy().admits(remote(peer), known.addresses())
        && table.wants(config.entry(known))
        && queue.offer(peer)) {
      startChecks();
    }
  }

  /** A peer that is not to be connected to any more leaves the table; a check is in vain. */
  void forget(PeerId peer) {
    table.forget(peer);
    fillGap();
  }

  /** A peer could not be reached, or did not answer. */
  void failed(PeerId peer) {
    if (table.failed(peer)) {
      fillGap();
    }
  }

  /** Asks peers that were silent for the refresh interval; those that fail twice are put out. */
  void probeSilent() {
    long before = nanos.getAsLong() - config.refresh().toNanos();
    for (PeerId peer : table.unheardSince(before, MAX_PROBES)) {
      Thread.ofVirtual().name("kad-probe").start(() -> probe(peer));
    }
    fillGap();
  }

  void close() {
    closed = true;
  }

  private void fillGap() {
    table.takeCandidate().map(TableEntry::id).filter(queue::offer).ifPresent(peer -> startChecks());
  }

  private void startChecks() {
    queue
        .begin()
        .ifPresent(peer -> Thread.ofVirtual().name("kad-check").start(() -> checkAll(peer)));
  }

  private void checkAll(PeerId first) {
    PeerId peer = first;
    while (peer != null) {
      try {
        check(peer);
      } finally {
        queue.end(peer);
      }
      peer = queue.begin().orElse(null);
    }
  }

  /** FIND_NODE for the peer's own ID: who serves the DHT answers, and names peers if it can. */
  private void check(PeerId peer) {
    try {
      KadMessage answer = askForItself(peer);
      boolean fullEnough = table.snapshot().size() >= RoutingTable.BUCKET_SIZE;
      PeerInfo known = known(peer);
      if (!closed
          && !(fullEnough && answer.closer().isEmpty())
          && config.policy().admits(remote(peer), known.addresses())) {
        AddressGroups proven = AddressGroups.of(remote(peer), config.limits().loopback());
        table.admit(config.entry(known), proven, nanos.getAsLong());
        if (!host.permits(peer)) {
          table.forget(peer);
        }
      }
    } catch (StreamException e) {
      table.remove(peer);
    }
  }

  private void probe(PeerId peer) {
    try {
      askForItself(peer);
      table.heard(peer, nanos.getAsLong());
    } catch (StreamException e) {
      if (e.kind() == StreamException.Kind.UNSUPPORTED) {
        table.remove(peer);
      } else {
        failed(peer);
      }
    }
  }

  private KadMessage askForItself(PeerId peer) throws StreamException {
    Duration timeout = AdmissionQueue.TIMEOUT;
    return messenger.ask(peer, List.of(), KadMessage.findNode(peer.encode()), timeout);
  }

  private PeerInfo known(PeerId peer) {
    return new PeerInfo(peer, config.policy().kept(host.addressBook().addresses(peer)));
  }

  /** Where the peer's connections come from. */
  private List<Multiaddr> remote(PeerId peer) {
    Set<Multiaddr> remote = new LinkedHashSet<>();
    host.connections(peer).forEach(connection -> remote.add(connection.remoteAddress()));
    return new ArrayList<>(remote);
  }
}
