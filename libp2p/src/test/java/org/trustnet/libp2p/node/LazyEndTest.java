package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.muxer.Loop;

/** The end of a stream whose protocol the peer has yet to agree on. */
class LazyEndTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final RecordedCalls calls = new RecordedCalls();

  // The connection is asked only when the peer resets the stream.
  private final BlockingStream stream =
      new BlockingStream(null, "/x/1.0.0", calls, new Loop(channel.eventLoop()));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void waitsForTheAgreement() {
    stream.awaitAgreement();

    stream.closeWrite();
    channel.runPendingTasks();
    assertThat(calls.made()).isEmpty();
    stream.agreed();

    assertThat(calls.made()).containsExactly("closeWrite");
  }

  @Test
  void isSentAtOnceAfterTheAgreement() {
    stream.awaitAgreement();
    stream.agreed();

    stream.closeWrite();
    channel.runPendingTasks();

    assertThat(calls.made()).containsExactly("closeWrite");
  }

  @Test
  void isNeverSentWhenThePeerRefuses() {
    stream.awaitAgreement();
    stream.closeWrite();
    channel.runPendingTasks();

    stream.refused(StreamException.Kind.UNSUPPORTED);

    assertThat(calls.made()).isEmpty();
  }
}
