package org.trustnet.bootstrap.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

@Timeout(60)
class AnnouncerTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  /** A DHT whose peers come when the test says so. */
  private static final class Dht implements Announcer.Providing {
    private final BlockingQueue<Cid> asked = new LinkedBlockingQueue<>(100);
    private volatile int peers;

    @Override
    public boolean hasPeers() {
      return peers > 0;
    }

    @Override
    public int provide(Cid root) {
      asked.add(root);
      return peers;
    }
  }

  private static Cid root(int number) {
    return new Cid(1, Cid.RAW, Multihash.sha256(Bytes.utf8("root " + number)));
  }

  @Test
  void whatIsAddedBeforeAnyPeerIsKnownIsAnnouncedWhenTheFirstAppears() throws InterruptedException {
    Dht dht = new Dht();
    try (Announcer announcer = new Announcer(dht, CLOCK)) {
      announcer.start();
      announcer.tell(List.of(root(1), root(2)));

      dht.peers = 1;

      assertThat(List.of(dht.asked.take(), dht.asked.take()))
          .containsExactlyInAnyOrder(root(1), root(2));
    }
    assertThat(dht.asked).as("each is told once").isEmpty();
  }

  @Test
  void everyRootOfALargeAdditionIsTold() throws InterruptedException {
    Dht dht = new Dht();
    dht.peers = 3;
    List<Cid> roots = IntStream.range(0, 50).mapToObj(AnnouncerTest::root).toList();
    try (Announcer announcer = new Announcer(dht, CLOCK)) {
      announcer.start();
      announcer.tell(roots);

      for (int i = 0; i < roots.size(); i++) {
        assertThat(dht.asked.take()).isIn(roots);
      }
    }
  }
}
