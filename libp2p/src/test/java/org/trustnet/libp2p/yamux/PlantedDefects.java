package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.muxer.StreamListener;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * Streams that keep what came last until more comes, in one place for all of them: what one kept
   * is never released once another has data. The first byte is no part of the frames. Seeds:
   * YamuxFuzzTest.
   */
  void dataOfTwoStreamsInOnePlace(byte[] input) {
    if (input.length < 2) {
      return;
    }
    ByteBuf all = Unpooled.copiedBuffer(input, 1, input.length - 1);
    Place place = new Place();
    YamuxSession session =
        new YamuxSession(
            YamuxConfig.defaults(),
            YamuxSession.Role.SERVER,
            stream -> stream.listen(new Keeping(place)),
            new RecordedFrames(),
            0);
    session.open();
    session.read(all, 0);
    session.disconnected();
    if (all.refCnt() != 1) {
      throw new IllegalStateException("planted: dataOfTwoStreamsInOnePlace");
    }
  }

  private static final class Place {
    private @Nullable Keeping owner;
    private @Nullable ByteBuf last;
  }

  private record Keeping(Place place) implements StreamListener {
    @Override
    public void onData(ByteBuf data) {
      onReset();
      place.owner = this;
      place.last = data;
    }

    @Override
    public void onEnd() {
      onReset();
    }

    @Override
    public void onReset() {
      if (place.owner == this && place.last != null) {
        place.last.release();
        place.last = null;
      }
    }

    @Override
    public void onWritable() {}
  }
}
