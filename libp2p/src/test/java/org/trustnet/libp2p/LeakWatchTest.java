package org.trustnet.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakWatchTest {
  private static final int LEAKED = 4;
  private static final int COLLECTIONS = 20;

  @Test
  void isInPlaceAtTheParanoidLevel() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
  }

  @Test
  void findsBuffersThatNobodyReleased() {
    assertThat(LeakWatch.found()).isEmpty();
    for (int i = 0; i < LEAKED; i++) {
      leak();
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < COLLECTIONS && found.isEmpty(); i++) {
      found.addAll(LeakWatch.found());
    }
    assertThat(found).isNotEmpty().allMatch(leak -> leak.contains("ByteBuf"));
  }

  @Test
  void findsNothingWhereEveryBufferWasReleased() {
    for (int i = 0; i < LEAKED; i++) {
      PooledByteBufAllocator.DEFAULT.buffer(64).release();
    }
    assertThat(LeakWatch.found()).isEmpty();
  }

  private static void leak() {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(64);
    assertThat(buffer.isReadable()).isFalse();
  }
}
