package org.trustnet.bootstrap.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.ipns.name.DnsLink;
import org.trustnet.ipns.name.MemoryPublishedStore;
import org.trustnet.ipns.name.PublishPolicy;
import org.trustnet.ipns.name.PublishedStore;
import org.trustnet.ipns.name.RepublishSchedule;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.name.TxtRecords;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

@Timeout(60)
class NamesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A DHT whose peers come when the test says so. */
  private static final class Dht implements Routing {
    private final BlockingQueue<Bytes> put = new LinkedBlockingQueue<>(100);
    private final BlockingQueue<Bytes> asked = new LinkedBlockingQueue<>(100);
    private volatile Runnable meanwhile = () -> {};
    private volatile int peers;
    private volatile Bytes held = Bytes.empty();

    @Override
    public boolean hasPeers() {
      return peers > 0;
    }

    @Override
    public int put(Bytes key, Bytes record, Duration timeout) {
      put.add(key);
      return peers;
    }

    @Override
    public int get(Bytes key, int quorum, Answers answers, Duration timeout) {
      asked.add(key);
      meanwhile.run();
      if (peers > 0 && !held.isEmpty()) {
        answers.record(held);
      }
      return peers;
    }
  }

  private final Dht dht = new Dht();
  private final Set<PeerId> blocked = ConcurrentHashMap.newKeySet();

  /** By how much somebody set the clock, and what has passed. */
  private volatile Duration set = Duration.ZERO;

  private volatile Duration ran = Duration.ZERO;
  private final PrivateKey key = TestHosts.key();
  private final PrivateKey second = TestHosts.key();

  /** A disk that takes nothing while the test says so. */
  private static final class FailingStore implements PublishedStore {
    private final PublishedStore disk;
    private final CountDownLatch refused = new CountDownLatch(1);
    private volatile boolean refuses;

    private FailingStore(PublishedStore disk) {
      this.disk = disk;
    }

    @Override
    public void put(PeerId name, Bytes record, Duration lifetime) {
      if (refuses) {
        refused.countDown();
        throw new UncheckedIOException(new IOException("no space left on device"));
      }
      disk.put(name, record, lifetime);
    }

    @Override
    public Optional<Duration> lifetime(PeerId name) {
      return disk.lifetime(name);
    }

    @Override
    public Optional<Bytes> find(PeerId name) {
      return disk.find(name);
    }

    @Override
    public boolean remove(PeerId name) {
      return disk.remove(name);
    }

    @Override
    public List<PeerId> names() {
      return disk.names();
    }
  }

  private static PublishPolicy.Request wanted() {
    return new PublishPolicy.Request(
        Bytes.utf8("/ipfs/bafkqaaik"),
        Duration.ofHours(48),
        Duration.ofMinutes(5),
        OptionalLong.empty());
  }

  private Names names(TxtRecords dns) {
    return names(dns, new MemoryPublishedStore());
  }

  private Names names(TxtRecords dns, PublishedStore published) {
    return new Names(
        new Names.Sources(dht, dns, blocked::contains),
        published,
        id -> Stream.of(key, second).filter(k -> k.peerId().equals(id)).findFirst(),
        new Surroundings(() -> NOW.plus(set), () -> ran.toNanos(), new Random(3)),
        RepublishSchedule.INTERVAL);
  }

  private static TxtRecords.Answer noDns(String name, Duration timeout) {
    return new TxtRecords.Answer.Failed("there is no DNS here");
  }

  @Test
  void aRecordThatReachedNobodyIsAnnouncedWhenTheFirstPeerAppears() throws InterruptedException {
    try (Names names = names(NamesTest::noDns)) {
      names.start();
      names.publish(key, wanted(), LONG);
      Bytes name = RoutingKey.record(key.peerId());
      assertThat(dht.put.take()).isEqualTo(name);

      dht.peers = 1;

      assertThat(dht.put.take()).isEqualTo(name);
    }
    assertThat(dht.put).as("it is told once").isEmpty();
  }

  @Test
  void aRecordThatTheNetworkHasANewerOneOfIsNotPutAgainAndThatIsTold() throws InterruptedException {
    IpnsRecord newer =
        IpnsRecords.create(
            key,
            new RecordContent(
                Bytes.utf8("/ipfs/bafkqaaik"), 9, NOW.plus(LONG), Duration.ofMinutes(5)),
            Compatibility.V1_AND_V2);
    try (Names names = names(NamesTest::noDns)) {
      names.start();
      names.publish(key, wanted(), LONG);
      names.publish(second, wanted(), LONG);
      dht.put.clear();
      dht.held = newer.bytes();

      dht.peers = 1;

      assertThat(dht.put.take())
          .as("the one after it")
          .isEqualTo(RoutingKey.record(second.peerId()));
      assertThat(names.overtaken(key.peerId())).contains(newer);
      assertThat(dht.put).isEmpty();

      names.publish(key, wanted(), LONG);
      assertThat(names.record(key.peerId()).orElseThrow().sequence()).isEqualTo(9);
      assertThat(names.overtaken(key.peerId())).isEmpty();
    }
  }

  @Test
  void aNameOfOursThatIsBlockedIsNeitherAskedForNorPublished() {
    blocked.add(key.peerId());
    dht.peers = 1;
    try (Names names = names(NamesTest::noDns)) {
      assertThatThrownBy(() -> names.publish(key, wanted(), LONG))
          .isInstanceOf(BlockedNameException.class);
    }
    assertThat(dht.asked).isEmpty();
    assertThat(dht.put).isEmpty();
  }

  @Test
  void aDiskThatRefusesARecordDoesNotEndTheRepublishing() throws InterruptedException {
    FailingStore disk = new FailingStore(new MemoryPublishedStore());
    try (Names names = names(NamesTest::noDns, disk)) {
      names.start();
      names.publish(key, wanted(), LONG);
      assertThat(dht.put.take()).isEqualTo(RoutingKey.record(key.peerId()));
      disk.refuses = true;
      dht.peers = 1;
      disk.refused.await();
      disk.refuses = false;
      dht.peers = 0;

      names.publish(second, wanted(), LONG);
      Bytes name = RoutingKey.record(second.peerId());
      assertThat(dht.put.take()).as("by the caller").isEqualTo(name);
      dht.peers = 1;

      assertThat(dht.put.take()).as("by the republisher").isEqualTo(name);
    }
  }

  @Test
  void aRecordForAnHourIsPutAgainBeforeItEnds() throws InterruptedException {
    dht.peers = 1;
    PublishPolicy.Request anHour =
        new PublishPolicy.Request(
            Bytes.utf8("/ipfs/bafkqaaik"),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            OptionalLong.empty());
    try (Names names = names(NamesTest::noDns)) {
      names.publish(key, anHour, LONG);

      assertThat(names.nextPut(key.peerId())).contains(NOW.plus(Duration.ofMinutes(30)));
    }
  }

  @Test
  void aClockThatIsSetBackDoesNotHoldUpTheRepublishing() throws InterruptedException {
    dht.peers = 1;
    try (Names names = names(NamesTest::noDns)) {
      names.publish(key, wanted(), LONG);
      set = Duration.ofDays(-365);
      ran = Duration.ofHours(1);

      assertThat(names.nextPut(key.peerId()))
          .contains(NOW.plus(set).plus(RepublishSchedule.INTERVAL).minus(ran));
    }
  }

  @Test
  void nobodyIsAskedAboutABlockedNameAndNothingKnownOfItIsTold() throws InterruptedException {
    try (Names names = names(NamesTest::noDns)) {
      names.publish(key, wanted(), LONG);
      assertThat(names.known(key.peerId()).best()).isPresent();
      dht.asked.clear();
      blocked.add(key.peerId());

      PeerId name = key.peerId();
      assertThatThrownBy(() -> names.known(name)).isInstanceOf(BlockedNameException.class);
      assertThatThrownBy(() -> names.find(name, 1, LONG)).isInstanceOf(BlockedNameException.class);
      assertThatThrownBy(() -> names.lookup(name, 1, LONG))
          .isInstanceOf(BlockedNameException.class)
          .hasMessage(name.toName() + " is blocked; trust unblock /ipns/" + name.toName());
      assertThat(dht.asked).isEmpty();

      blocked.clear();
      assertThat(names.find(name, 1, LONG).best()).isPresent();
    }
  }

  @Test
  void whatComesOfANameThatWasBlockedMeanwhileIsNotTold() {
    try (Names names = names(NamesTest::noDns)) {
      dht.meanwhile = () -> blocked.add(second.peerId());

      assertThatThrownBy(() -> names.lookup(second.peerId(), 1, LONG))
          .isInstanceOf(BlockedNameException.class);
      assertThat(dht.asked).hasSize(1);
    }
  }

  @Test
  void asksDnsForTheNameThatDnsLinkNames() throws InterruptedException {
    TxtRecords dns =
        (name, _) ->
            name.equals("_dnslink.example.org")
                ? new TxtRecords.Answer.Texts(List.of("dnslink=/ipfs/bafkqaaik"), Duration.ZERO)
                : noDns(name, LONG);
    try (Names names = names(dns)) {
      assertThat(names.domain("example.org", LONG)).isInstanceOf(DnsLink.Outcome.Found.class);
      assertThat(names.domain("example.com", LONG)).isInstanceOf(DnsLink.Outcome.Failed.class);
    }
  }
}
