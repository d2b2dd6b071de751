package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.StreamListener;

class LoopStreamTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final RecordedCalls calls = new RecordedCalls();
  private final List<String> over = new ArrayList<>();
  private long now = 7;
  private final LoopStream stream =
      new LoopStream(
          calls,
          new Loop(channel.eventLoop()),
          Duration.ofSeconds(60),
          () -> now,
          () -> over.add("over"));

  @BeforeEach
  void freezeTime() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void pass(Duration time) {
    now += time.toNanos();
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void holdsOurEndBackUntilTheAgreementHasSettled() {
    stream.closeWrite();
    pass(LoopStream.SETTLING.minusNanos(1));
    assertThat(calls.made()).isEmpty();

    pass(Duration.ofNanos(1));

    assertThat(calls.made()).containsExactly("closeWrite", "flush");
  }

  @Test
  void endsAtOnceWhenTheAgreementIsLongAgo() {
    pass(LoopStream.SETTLING);

    stream.closeWrite();

    assertThat(calls.made()).containsExactly("closeWrite", "flush");
  }

  @Test
  void endsOnlyOnce() {
    stream.closeWrite();
    stream.closeWrite();
    pass(LoopStream.SETTLING);
    stream.closeWrite();

    assertThat(calls.made()).containsExactly("closeWrite", "flush");
  }

  @Test
  void isOverWhenBothSidesHaveEnded() {
    stream.listen(new Nothing());
    stream.onEnd();
    stream.closeWrite();
    assertThat(over).isEmpty();

    pass(LoopStream.SETTLING);

    assertThat(over).hasSize(1);
  }

  @Test
  void sendsNoEndAfterAReset() {
    stream.closeWrite();
    stream.reset();
    pass(LoopStream.SETTLING);

    assertThat(calls.made()).containsExactly("reset");
    assertThat(over).hasSize(1);
  }

  /** Hears nothing of interest. */
  private static final class Nothing implements StreamListener {
    @Override
    public void onData(ByteBuf data) {
      data.release();
    }

    @Override
    public void onEnd() {}

    @Override
    public void onReset() {}

    @Override
    public void onWritable() {}
  }
}
