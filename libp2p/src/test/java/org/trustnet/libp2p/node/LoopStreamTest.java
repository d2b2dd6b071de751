package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.StreamListener;

class LoopStreamTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final RecordedCalls calls = new RecordedCalls();
  private final List<String> over = new ArrayList<>();
  private final LoopStream stream =
      new LoopStream(
          calls,
          new Loop(channel.eventLoop()),
          Duration.ofSeconds(60),
          () -> 7,
          () -> over.add("over"));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void endsOnlyOnce() {
    stream.closeWrite();
    stream.closeWrite();

    assertThat(calls.made()).containsExactly("closeWrite", "flush");
  }

  @Test
  void isOverWhenBothSidesHaveEnded() {
    stream.listen(new Nothing());
    stream.onEnd();
    assertThat(over).isEmpty();

    stream.closeWrite();

    assertThat(over).hasSize(1);
  }

  @Test
  void sendsNoEndAfterAReset() {
    stream.reset();
    stream.closeWrite();

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
