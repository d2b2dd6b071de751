package org.trustnet.libp2p.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.Optional;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.multiformats.Bytes;

/** Whatever a stream carries, it is messages within the limit or a WireException for the stream. */
final class MessageStreamFuzzTest {
  private static final int LIMIT = 300;

  /** The first byte says how the rest is cut into pieces. */
  @FuzzTest
  void readsMessagesHoweverTheyArrive(byte[] input) throws StreamException {
    if (input.length == 0) {
      return;
    }
    Bytes all = Bytes.copyOf(input).slice(1);
    ScriptedStream pieces = new ScriptedStream();
    int size = 1 + (input[0] & 0xff);
    for (int at = 0; at < all.length(); at += size) {
      pieces.says(all.slice(at, Math.min(all.length(), at + size)));
    }
    MessageStream messages = new MessageStream(pieces, () -> 0);
    Bytes framed = Bytes.empty();
    try {
      for (Optional<Bytes> next = messages.read(LIMIT, Duration.ofSeconds(1));
          next.isPresent();
          next = messages.read(LIMIT, Duration.ofSeconds(1))) {
        assertThat(next.get().length()).isLessThanOrEqualTo(LIMIT);
        framed = Bytes.concat(framed, Frames.encode(next.get()));
      }
      assertThat(framed).isEqualTo(all);
    } catch (WireException e) {
      assertThat(e.scope()).isEqualTo(WireException.Scope.STREAM);
      assertThat(all.startsWith(framed)).isTrue();
    }
  }
}
