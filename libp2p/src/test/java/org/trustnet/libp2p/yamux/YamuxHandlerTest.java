package org.trustnet.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.RecordingStream;

class YamuxHandlerTest {
  private final List<RecordingStream> accepted = new ArrayList<>();
  private final List<Throwable> faults = new ArrayList<>();
  private boolean defective;
  private int flushes;
  private long now;
  private final YamuxHandler handler =
      new YamuxHandler(YamuxConfig.defaults(), YamuxHandler.Side.LISTENER, this::accept, () -> now);
  private EmbeddedChannel channel;

  private void accept(MuxedStream stream) {
    if (defective) {
      throw new IllegalArgumentException("a defect of ours");
    }
    accepted.add(new RecordingStream(stream));
  }

  @BeforeEach
  void open() {
    channel = new EmbeddedChannel();
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext ctx) {
                flushes++;
                ctx.flush();
              }
            },
            handler,
            new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                faults.add(cause);
              }
            });
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void receive(String hex) {
    channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
  }

  private String sent() {
    StringBuilder hex = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      hex.append(ByteBufUtil.hexDump(out));
      out.release();
    }
    return hex.toString();
  }

  @Test
  void burstOfReadsIsAnsweredWithOneFlush() {
    receive("000100010000000100000000" + "000100010000000300000000" + "000200010000000000000007");
    assertThat(flushes).isEqualTo(1);
    assertThat(sent())
        .isEqualTo(
            "000200020000000000000007" + "000100020000000100000000" + "000100020000000300000000");
  }

  @Test
  void largePayloadIsSentAsItIsAndSmallBesideItsHeader() {
    receive("000100010000000100000000");
    sent();
    RecordingStream stream = accepted.getFirst();
    stream.send(new byte[10]);
    channel.runPendingTasks();
    assertThat(channel.outboundMessages()).hasSize(1);
    sent();
    stream.send(new byte[10_000]);
    channel.runPendingTasks();
    assertThat(channel.outboundMessages()).hasSize(2);
  }

  @Test
  void pingsAndClosesWhenNoAnswerComes() {
    advance(30);
    assertThat(sent()).isEqualTo("000200010000000000000001");
    advance(10);
    assertThat(sent()).isEqualTo("000300000000000000000000");
    assertThat(channel.isOpen()).isFalse();
    assertThat(faults).singleElement().isInstanceOf(WireException.class);
  }

  private void advance(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  @Test
  void peersFaultIsReportedBehindTheGoodbye() {
    receive("010000000000000000000000");
    assertThat(sent()).isEqualTo("000300000000000000000001");
    assertThat(channel.isOpen()).isFalse();
    assertThat(faults).singleElement().isInstanceOf(WireException.class);
  }

  @Test
  void ownDefectClosesThisConnectionAndLosesItsStreams() {
    receive("000100010000000100000000");
    defective = true;
    receive("000100010000000300000000");
    assertThat(channel.isOpen()).isFalse();
    assertThat(faults).singleElement().isInstanceOf(IllegalArgumentException.class);
    assertThat(accepted.getFirst().resets).isEqualTo(1);
  }

  @Test
  void idleConnectionHoldsNoBuffer() {
    receive("000000010000000100000002" + "6869");
    sent();
    assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isZero();
    assertThat(channel.outboundMessages()).isEmpty();
  }
}
