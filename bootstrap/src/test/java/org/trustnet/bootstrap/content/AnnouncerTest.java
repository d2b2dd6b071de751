package org.trustnet.bootstrap.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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
  private static class Dht implements Announcer.Providing {
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
    try (Announcer announcer = new Announcer(dht, List::of, CLOCK)) {
      announcer.start();
      announcer.tell(List.of(root(1), root(2)));

      dht.peers = 1;

      assertThat(List.of(dht.asked.take(), dht.asked.take()))
          .containsExactlyInAnyOrder(root(1), root(2));
    }
    assertThat(dht.asked).as("each is told once").isEmpty();
  }

  @Test
  void whatCannotBeReadOrAnnouncedAtFirstIsTriedAgain() throws InterruptedException {
    AtomicReference<Cid> failed = new AtomicReference<>();
    Dht dht =
        new Dht() {
          @Override
          public int provide(Cid root) {
            if (failed.compareAndSet(null, root)) {
              throw new IllegalStateException("a defect of a walk");
            }
            return super.provide(root);
          }
        };
    dht.peers = 1;
    Semaphore reads = new Semaphore(0);
    Supplier<List<Cid>> kept =
        () -> {
          reads.release();
          if (reads.availablePermits() == 1) {
            throw new IllegalStateException("the disk does not answer");
          }
          return List.of(root(1), root(2));
        };
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    InstantSource everyLookALaterMinute = () -> now.updateAndGet(then -> then.plusSeconds(60));
    try (Announcer announcer = new Announcer(dht, kept, everyLookALaterMinute)) {
      announcer.start();

      assertThat(List.of(dht.asked.take(), dht.asked.take()))
          .containsExactlyInAnyOrder(root(1), root(2));
    }
  }

  @Test
  void whatEarlierRunsKeptIsAskedForWhileNobodyIsThereToTell() throws InterruptedException {
    Dht nobodyThere = new Dht();
    Semaphore reads = new Semaphore(0);
    Supplier<List<Cid>> kept =
        () -> {
          reads.release();
          return List.of(root(1));
        };
    try (Announcer announcer = new Announcer(nobodyThere, kept, CLOCK)) {
      announcer.start();

      reads.acquire();

      assertThat(nobodyThere.asked).isEmpty();
      nobodyThere.peers = 1;
      assertThat(nobodyThere.asked.take()).isEqualTo(root(1));
    }
    assertThat(reads.availablePermits()).as("asked once").isZero();
  }

  @Test
  void everyRootOfALargeAdditionIsTold() throws InterruptedException {
    Dht dht = new Dht();
    dht.peers = 3;
    List<Cid> roots = IntStream.range(0, 50).mapToObj(AnnouncerTest::root).toList();
    try (Announcer announcer = new Announcer(dht, List::of, CLOCK)) {
      announcer.start();
      announcer.tell(roots);

      for (int i = 0; i < roots.size(); i++) {
        assertThat(dht.asked.take()).isIn(roots);
      }
    }
  }

  @Test
  void whatEarlierRunsKeptIsToldOnceWhenTheFirstPeerAppears() throws InterruptedException {
    Dht dht = new Dht();
    List<Cid> kept = IntStream.range(0, 20).mapToObj(AnnouncerTest::root).toList();
    List<Cid> told = new ArrayList<>();
    try (Announcer announcer = new Announcer(dht, () -> kept, CLOCK)) {
      announcer.start();
      announcer.tell(List.of(root(3)));

      dht.peers = 1;

      for (int i = 0; i < kept.size(); i++) {
        told.add(dht.asked.take());
      }
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(dht.asked).as("each is told once").isEmpty();
  }

  @Test
  void whatIsNewAndWasKeptByAnEarlierRunTooIsToldOnceHoweverFastItIsTold()
      throws InterruptedException {
    BlockingQueue<Cid> others = new LinkedBlockingQueue<>(100);
    Semaphore answers = new Semaphore(0);
    List<Cid> kept = IntStream.range(0, 20).mapToObj(AnnouncerTest::root).toList();
    Cid both = kept.get(10);
    Dht dht =
        new Dht() {
          @Override
          public int provide(Cid root) {
            if (!root.equals(both)) {
              others.add(root);
              answers.acquireUninterruptibly();
            }
            return super.provide(root);
          }
        };
    try (Announcer announcer = new Announcer(dht, () -> kept, CLOCK)) {
      announcer.tell(List.of(both));
      dht.peers = 1;
      announcer.start();

      assertThat(dht.asked.take()).isEqualTo(both);
      answers.release(100);
      for (int i = 1; i < kept.size(); i++) {
        others.take();
      }
      for (int i = 1; i < kept.size(); i++) {
        assertThat(dht.asked.take()).isNotEqualTo(both);
      }
    }
    assertThat(dht.asked).as("each is told once").isEmpty();
  }

  @Test
  void whatIsNewIsToldBeforeWhatEarlierRunsKept() throws InterruptedException {
    Semaphore answers = new Semaphore(0);
    Dht dht =
        new Dht() {
          @Override
          public int provide(Cid root) {
            int told = super.provide(root);
            answers.acquireUninterruptibly();
            return told;
          }
        };
    List<Cid> kept = IntStream.range(0, 8).mapToObj(AnnouncerTest::root).toList();
    List<Cid> added =
        IntStream.range(100, 100 + Announcer.AT_ONCE).mapToObj(AnnouncerTest::root).toList();
    try (Announcer announcer = new Announcer(dht, () -> kept, CLOCK)) {
      announcer.tell(added);
      dht.peers = 1;
      announcer.start();

      List<Cid> first = new ArrayList<>();
      for (int i = 0; i < Announcer.AT_ONCE; i++) {
        first.add(dht.asked.take());
      }

      assertThat(first).containsExactlyInAnyOrderElementsOf(added);
      answers.release(100);
      for (int i = 0; i < kept.size(); i++) {
        assertThat(dht.asked.take()).isIn(kept);
      }
    }
  }
}
