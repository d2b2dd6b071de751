package org.trustnet.testkit.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class PinWatchTest {
  @Test
  void countsAVirtualThreadThatParksWithANativeFrameBelow() throws InterruptedException {
    PinWatch watch = PinWatch.start();
    Thread.ofVirtual().start(ParksInItsInitializer::touch).join();
    assertThat(watch.stop()).singleElement().asString().contains("ParksInItsInitializer");
    assertThat(watch.count()).isEqualTo(1);
  }

  @Test
  void isQuietAboutAVirtualThreadThatJustParks() throws InterruptedException {
    PinWatch watch = PinWatch.start();
    Thread.ofVirtual().start(PinWatchTest::park).join();
    assertThat(watch.stop()).isEmpty();
    assertThat(watch.count()).isZero();
  }

  private static void park() {
    LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
  }

  /** The virtual machine runs an initializer from a native frame, which cannot be unmounted. */
  private static final class ParksInItsInitializer {
    static {
      park();
    }

    static void touch() {}
  }
}
