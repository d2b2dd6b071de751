package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Random;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.muxer.MuxerCompliance;

/** Yamux in two embedded channels. */
class YamuxMuxerComplianceTest extends MuxerCompliance {
  @Override
  protected Pair join(Muxer.Acceptor atDialer, Muxer.Acceptor atListener, Random random) {
    return new Joined(atDialer, atListener, random);
  }

  /** Swallows what the handler reports: the suite looks at the ends only. */
  private static final class Tail extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
  }

  private static final class Joined implements Pair {
    private final EmbeddedChannel left;
    private final EmbeddedChannel right;
    private final YamuxHandler leftHandler;
    private final YamuxHandler rightHandler;
    private final Random random;

    Joined(Muxer.Acceptor atDialer, Muxer.Acceptor atListener, Random random) {
      YamuxConfig config = YamuxConfig.defaults();
      leftHandler = new YamuxHandler(config, YamuxHandler.Side.DIALER, atDialer, () -> 0);
      rightHandler = new YamuxHandler(config, YamuxHandler.Side.LISTENER, atListener, () -> 0);
      left = new EmbeddedChannel(leftHandler, new Tail());
      right = new EmbeddedChannel(rightHandler, new Tail());
      this.random = random;
    }

    @Override
    public Muxer dialer() {
      return leftHandler.muxer();
    }

    @Override
    public Muxer listener() {
      return rightHandler.muxer();
    }

    @Override
    public void run() {
      boolean moved = true;
      while (moved) {
        left.runPendingTasks();
        right.runPendingTasks();
        moved = carry(left, right) | carry(right, left);
      }
      if (!left.isOpen() || !right.isOpen()) {
        cut();
      }
    }

    private boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
      ByteBuf all = from.alloc().buffer();
      for (ByteBuf out = from.readOutbound(); out != null; out = from.readOutbound()) {
        all.writeBytes(out);
        out.release();
      }
      boolean moved = all.isReadable();
      while (all.isReadable()) {
        int length = random.nextInt(4) == 0 ? random.nextInt(1, 20) : random.nextInt(1, 40_000);
        ByteBuf piece = all.readRetainedSlice(Math.min(length, all.readableBytes()));
        if (to.isOpen()) {
          to.writeOneInbound(piece);
          if (to.isOpen() && random.nextBoolean()) {
            to.flushInbound();
          }
        } else {
          piece.release();
        }
      }
      all.release();
      if (to.isOpen()) {
        to.flushInbound();
      }
      return moved;
    }

    @Override
    public void cut() {
      left.close();
      right.close();
    }

    @Override
    public boolean closed() {
      return !left.isOpen() && !right.isOpen();
    }

    @Override
    public void close() {
      left.finishAndReleaseAll();
      right.finishAndReleaseAll();
    }
  }
}
