package org.trustnet.testkit.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@LeavesNoThreads
final class ThreadWatchTest {
  private final CountDownLatch stop = new CountDownLatch(1);

  @Test
  void namesThreadsThatAreLeftBehind() throws InterruptedException {
    ThreadWatch watch = ThreadWatch.start();
    Thread left = Thread.ofPlatform().name("left behind").start(this::waitForStop);
    assertThat(watch.left(Duration.ofMillis(1))).containsExactly("left behind");
    stop.countDown();
    left.join();
    assertThat(watch.left(Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void waitsForThreadsThatAreAboutToEnd() {
    ThreadWatch watch = ThreadWatch.start();
    Thread.ofPlatform().start(this::waitForStop);
    stop.countDown();
    assertThat(watch.left(ThreadWatch.PATIENCE)).isEmpty();
  }

  @Test
  void isQuietAboutDaemonsAndThreadsThatWereThereBefore() throws InterruptedException {
    Thread before = Thread.ofPlatform().start(this::waitForStop);
    ThreadWatch watch = ThreadWatch.start();
    Thread daemon = Thread.ofPlatform().daemon().start(this::waitForStop);
    assertThat(watch.left(Duration.ofMillis(1))).isEmpty();
    stop.countDown();
    before.join();
    daemon.join();
  }

  @Test
  void isQuietAboutThreadsOfJunitItself() throws InterruptedException {
    ThreadWatch watch = ThreadWatch.start();
    Thread timeouts =
        Thread.ofPlatform().name("junit-jupiter-timeout-watcher").start(this::waitForStop);
    assertThat(watch.left(Duration.ofMillis(1))).isEmpty();
    stop.countDown();
    timeouts.join();
  }

  private void waitForStop() {
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
