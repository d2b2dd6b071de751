package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;
import org.trustnet.multiformats.Bytes;

/** A stream whose connection others may fill; loop and muxer are the test's. */
@ChecksLeaks
class BlockingStreamTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Muxed muxed = new Muxed();
  private BlockingStream stream;

  @BeforeEach
  void open() {
    stream = new BlockingStream(null, "/test/1.0.0", muxed, new Loop(channel.eventLoop()));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void write(String hex) throws StreamException {
    stream.write(Bytes.hex(hex), TestHosts.PATIENCE);
  }

  @Test
  void whatComesWhenOthersHaveFilledTheConnectionWaitsForRoom() throws StreamException {
    write("aa");
    muxed.writable = false;
    channel.runPendingTasks();
    assertThat(muxed.said).isEmpty();

    stream.onWritable();
    assertThat(muxed.said).isEmpty();

    muxed.writable = true;
    stream.onWritable();
    assertThat(muxed.said).containsExactly("aa");
    write("bb");
    channel.runPendingTasks();
    assertThat(muxed.said).containsExactly("aa", "bb");
  }

  @Test
  void endOfTheStreamDoesNotOvertakeWhatWaitsForRoom() throws StreamException {
    write("aa");
    stream.closeWrite();
    muxed.writable = false;
    channel.runPendingTasks();
    assertThat(muxed.said).isEmpty();

    muxed.writable = true;
    stream.onWritable();
    assertThat(muxed.said).containsExactly("aa", "end");
  }

  @Test
  void whatWaitsForRoomIsDroppedWithTheStream() throws StreamException {
    write("aa");
    muxed.writable = false;
    channel.runPendingTasks();

    stream.reset();
    channel.runPendingTasks();
    muxed.writable = true;
    stream.onWritable();

    assertThat(muxed.said).containsExactly("reset");
  }

  @Test
  void peerThatSendsOnAfterTheEndIsToldOnceItHasSentTooMuch() {
    stream.close();
    channel.runPendingTasks();
    stream.onData(Unpooled.wrappedBuffer(new byte[BlockingStream.DISCARD_BYTES]));
    assertThatThrownBy(() -> stream.onData(Unpooled.wrappedBuffer(new byte[1])))
        .isInstanceOfSatisfying(
            WireException.class,
            e -> assertThat(e.code()).isEqualTo(WireException.Code.OVER_BUDGET));
  }

  @Test
  void moreBytesThanTheWindowAreAFault() {
    stream.onData(Unpooled.wrappedBuffer(new byte[BlockingStream.MAILBOX_BYTES]));
    assertThatThrownBy(() -> stream.onData(Unpooled.wrappedBuffer(new byte[1])))
        .isInstanceOfSatisfying(
            WireException.class,
            e -> assertThat(e.code()).isEqualTo(WireException.Code.OVER_BUDGET));
  }

  /** Notes what it is told. */
  private static final class Muxed implements MuxedStream {
    final List<String> said = new ArrayList<>();
    boolean writable = true;

    @Override
    public long id() {
      return 1;
    }

    @Override
    public boolean inbound() {
      return false;
    }

    @Override
    public void listen(StreamListener listener) {
      throw new UnsupportedOperationException("the test calls it itself");
    }

    @Override
    public void write(ByteBuf data) {
      said.add(Bytes.copyOf(data.nioBuffer()).toHex());
      data.release();
    }

    @Override
    public void flush() {
      // written through
    }

    @Override
    public boolean writable() {
      return writable;
    }

    @Override
    public void consumed(int bytes) {
      // no window here
    }

    @Override
    public void closeWrite() {
      said.add("end");
    }

    @Override
    public void reset() {
      said.add("reset");
    }
  }
}
