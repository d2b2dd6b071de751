package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.multiformats.Bytes;

/** Asks the peers closest to a name which record they hold. Blocking, for virtual threads. */
final class Holders {
  /** How long one peer may take. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final DualKad kad;

  Holders(DualKad kad) {
    this.kad = kad;
  }

  /**
   * What the closest peers said.
   *
   * @param asked how many there are, at most 20
   * @param answered how many answered
   * @param holding how many hold the newest record that came, or ours if none is newer
   * @param newer the newest, if it is newer than ours
   */
  record Count(int asked, int answered, int holding, Optional<IpnsRecord> newer) {}

  Count count(IpnsRecord ours) throws InterruptedException {
    Bytes key = RoutingKey.record(ours.name());
    List<PeerInfo> closest = kad.closestPeers(key, Arguments.NETWORK).closest();
    List<IpnsRecord> held = new ArrayList<>();
    int answered = 0;
    for (Optional<Optional<Bytes>> answer : ask(closest, key)) {
      if (answer.isPresent()) {
        answered++;
        answer.get().flatMap(bytes -> record(ours, bytes)).ifPresent(held::add);
      }
    }
    IpnsRecord newest = ours;
    for (IpnsRecord record : held) {
      newest = record.compareTo(newest) > 0 ? record : newest;
    }
    Bytes best = newest.bytes();
    int holding = (int) held.stream().filter(record -> record.bytes().equals(best)).count();
    return new Count(
        closest.size(),
        answered,
        holding,
        newest.compareTo(ours) > 0 ? Optional.of(newest) : Optional.empty());
  }

  private static Optional<IpnsRecord> record(IpnsRecord ours, Bytes bytes) {
    return switch (IpnsRecords.validate(ours.name(), bytes, Instant.MIN)) {
      case Verdict.Valid valid -> Optional.of(valid.record());
      case Verdict.Expired expired -> Optional.of(expired.record());
      case Verdict.Rejected _ -> Optional.empty();
    };
  }

  /** The answer of each peer, empty for those that gave none. */
  private List<Optional<Optional<Bytes>>> ask(List<PeerInfo> peers, Bytes key)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Optional<Optional<Bytes>>>> questions =
          peers.stream()
              .<Callable<Optional<Optional<Bytes>>>>map(peer -> () -> answer(peer, key))
              .toList();
      List<Optional<Optional<Bytes>>> answers = new ArrayList<>();
      for (Future<Optional<Optional<Bytes>>> answer : threads.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Optional<Optional<Bytes>> answer(PeerInfo peer, Bytes key) {
    try {
      return Optional.of(kad.valueAt(peer, key, ANSWER));
    } catch (StreamException e) {
      return Optional.empty();
    }
  }
}
