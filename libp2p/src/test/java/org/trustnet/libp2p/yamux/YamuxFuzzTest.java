package org.trustnet.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;

/**
 * Feeds a session arbitrary bytes: the first says how they are cut, and which of them reset or hold
 * back. Nothing may be thrown, no buffer kept.
 */
class YamuxFuzzTest {
  @FuzzTest
  void survivesAnyBytes(byte[] input) {
    if (input.length < 2) {
      return;
    }
    ByteBuf all = Unpooled.copiedBuffer(input, 1, input.length - 1);
    RecordedFrames out = new RecordedFrames();
    int mode = input[0] & 3;
    YamuxSession session =
        new YamuxSession(
            YamuxConfig.defaults(),
            YamuxSession.Role.SERVER,
            stream -> stream.listen(new Answering(stream, mode)),
            out,
            0);
    session.open();
    int step = 1 + (input[0] >> 2 & 0x3f);
    for (long now = 0; all.isReadable(); now += 1_000_000) {
      ByteBuf piece = all.readRetainedSlice(Math.min(step, all.readableBytes()));
      session.read(piece, now);
      piece.release();
      session.pump();
    }
    session.disconnected();
    assertThat(all.refCnt()).isEqualTo(1);
    assertThat(session.inboundStreams()).isZero();
    assertThat(session.outboundStreams()).isZero();
  }

  private record Answering(MuxedStream stream, int mode) implements StreamListener {
    @Override
    public void onData(ByteBuf data) {
      int length = data.readableBytes();
      switch (mode) {
        case 0 -> {
          stream.write(data);
          stream.consumed(length);
          stream.flush();
        }
        case 1 -> {
          data.release();
          stream.reset();
        }
        default -> data.release();
      }
    }

    @Override
    public void onEnd() {
      if (mode != 2) {
        stream.closeWrite();
      }
    }

    @Override
    public void onReset() {}

    @Override
    public void onWritable() {}
  }
}
