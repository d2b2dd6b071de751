package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.ipns.name.IpnsResolver;
import org.trustnet.ipns.name.NameLookup;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.KadMessage;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.refresh.LookupRecords;
import org.trustnet.trust.refresh.RecordSummary;
import org.trustnet.trust.refresh.RefreshEvent;

/**
 * Asks every source for a name's record, none of them ending the search for the others: the DHT by
 * a lookup, then each connected server of the DHT by itself. Trust model, section 4, step 1.
 * Blocking, for virtual threads.
 */
final class NameSearch {
  /** Most connected peers asked by themselves, those nearest to the name: 20 keep its record. */
  static final int MAX_ASKED = 32;

  /** How long a lookup in the DHT may take. */
  static final Duration LOOKUP = Duration.ofSeconds(30);

  /** How long one peer may take to answer. */
  static final Duration ANSWER = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(NameSearch.class);

  private final Host host;
  private final Names names;
  private final Surroundings surroundings;
  private final PeerAsk peers;

  NameSearch(Host host, Names names, Surroundings surroundings) {
    this.host = host;
    this.names = names;
    this.surroundings = surroundings;
    this.peers = new PeerAsk(surroundings.nanos());
  }

  /** What came, for one thread at a time. */
  private static final class Found {
    private final PeerId name;
    private final Instant now;
    private final LookupRecords records;
    private int malformed;
    private int answered;

    Found(PeerId name, Instant now, RandomGenerator random) {
      this.name = name;
      this.now = now;
      this.records = new LookupRecords(random);
    }

    synchronized void keep(IpnsRecord record) {
      records.add(summary(record));
    }

    synchronized void malformed(int count) {
      malformed += count;
    }

    synchronized void answer(KadMessage answer, Bytes key) {
      answered++;
      answer
          .record()
          .filter(record -> record.key().equals(key))
          .ifPresent(record -> judge(record.value()));
    }

    private void judge(Bytes record) {
      switch (IpnsRecords.validate(name, record, now)) {
        case Verdict.Valid valid -> keep(valid.record());
        case Verdict.Expired expired -> keep(expired.record());
        case Verdict.Rejected _ -> malformed++;
      }
    }

    synchronized RefreshEvent.Looked result() {
      return new RefreshEvent.Looked(
          records.all(),
          malformed,
          answered > 0 ? RefreshEvent.Reach.ANSWERED : RefreshEvent.Reach.SILENT);
    }
  }

  /** Asks them all. */
  RefreshEvent.Looked search(PeerId name) throws InterruptedException {
    Found found = new Found(name, surroundings.wall().instant(), surroundings.random());
    if (host.connections().isEmpty()) {
      return found.result();
    }
    NameLookup lookup = names.lookup(name, IpnsResolver.ALL, LOOKUP, found::keep);
    found.malformed(lookup.rejected().values().stream().mapToInt(Integer::intValue).sum());
    askConnected(RoutingKey.record(name), found);
    return found.result();
  }

  private void askConnected(Bytes key, Found found) {
    KadMessage question = KadMessage.request(KadMessage.Type.GET_VALUE, key);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Connection connection : servers(key)) {
        var _ =
            threads.submit(
                () -> {
                  try {
                    found.answer(peers.ask(connection, question, ANSWER).message(), key);
                  } catch (StreamException e) {
                    LOG.debug("{} says nothing of a name: {}", connection.peer(), e.getMessage());
                  } catch (RuntimeException e) {
                    LOG.error("what {} says of a name was not judged", connection.peer(), e);
                  }
                });
      }
    }
  }

  /** One connection to each server of the DHT, those nearest to the key first. */
  private List<Connection> servers(Bytes key) {
    KadKey target = KadKey.of(key);
    Map<PeerId, Connection> servers = new HashMap<>();
    for (Connection connection : host.connections()) {
      if (host.addressBook().protocols(connection.peer()).stream()
          .anyMatch(PeerAsk.PROTOCOLS::contains)) {
        servers.putIfAbsent(connection.peer(), connection);
      }
    }
    List<Connection> nearest = new ArrayList<>(servers.values());
    nearest.sort((a, b) -> target.compareDistance(KadKey.of(a.peer()), KadKey.of(b.peer())));
    return nearest.subList(0, Math.min(MAX_ASKED, nearest.size()));
  }

  /** A record as the refresh judges it. */
  static RecordSummary summary(IpnsRecord record) {
    return new RecordSummary(
        record.name(),
        record.sequence(),
        record.valueText().map(Bytes::utf8).orElse(record.value()),
        Multihash.sha256(record.value()).digest(),
        record.eol(),
        record.ttl());
  }
}
