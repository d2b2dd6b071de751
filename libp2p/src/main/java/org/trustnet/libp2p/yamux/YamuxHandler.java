package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.muxer.Muxer;

/**
 * Yamux at the end of a connection's pipeline, behind the security handler. The edge: gives {@link
 * YamuxSession} bytes and the time, and writes what it says.
 *
 * <p>Frames of one burst of reads, or of one task of the loop, are flushed together. Headers and
 * small payloads share a buffer; larger payloads go as they are. A fault of the peer's is passed on
 * as {@code exceptionCaught} before the channel is closed.
 */
public final class YamuxHandler extends ChannelInboundHandlerAdapter {
  /** Which end of the connection this is: the one that dialled is the client. */
  public enum Side {
    DIALER,
    LISTENER
  }

  /** How long our goodbye may take to leave before the socket is closed regardless. */
  static final Duration CLOSE_GRACE = Duration.ofSeconds(2);

  /** Payloads up to this size are copied next to their header rather than sent on their own. */
  private static final int COPY_BYTES = 4 * 1024;

  /** First size of the buffer that collects headers; it lives for one flush. */
  private static final int BATCH_BYTES = 512;

  /** The collecting buffer is written once it is this full. */
  private static final int BATCH_LIMIT_BYTES = 16 * 1024;

  private final YamuxConfig config;
  private final Side side;
  private final Muxer.Acceptor acceptor;
  private final LongSupplier nanos;
  private final Runnable pump = this::pumpNow;
  private @Nullable YamuxSession session;
  private @Nullable Output output;
  private @Nullable Future<?> timer;
  private boolean reading;
  private boolean pumpScheduled;

  /**
   * Makes the handler of one connection.
   *
   * @param acceptor takes the peer's streams, on the event loop
   * @param nanos the clock, monotonic nanoseconds
   */
  public YamuxHandler(YamuxConfig config, Side side, Muxer.Acceptor acceptor, LongSupplier nanos) {
    this.config = config;
    this.side = side;
    this.acceptor = acceptor;
    this.nanos = nanos;
  }

  /**
   * The streams of this connection.
   *
   * @throws IllegalStateException before the handler is in a pipeline
   */
  public Muxer muxer() {
    return session();
  }

  private YamuxSession session() {
    if (session == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return session;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    YamuxSession.Role role =
        side == Side.DIALER ? YamuxSession.Role.CLIENT : YamuxSession.Role.SERVER;
    Output output = new Output(ctx);
    session = new YamuxSession(config, role, acceptor, output, nanos.getAsLong());
    this.output = output;
    schedule(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
    session().disconnected();
    if (output != null) {
      output.release();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    reading = true;
    try {
      session().read(in, nanos.getAsLong());
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    pumpNow();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() && !reading) {
      pumpNow();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    session().disconnected();
    ctx.fireChannelInactive();
  }

  /** A defect of a listener, or a failure of the security layer: ends the connection. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.fireExceptionCaught(cause);
    try {
      session().disconnected();
    } finally {
      Future<?> _ = ctx.close();
    }
  }

  private void pumpNow() {
    pumpScheduled = false;
    Output to = output;
    if (to == null) {
      return;
    }
    try {
      session().pump();
    } catch (RuntimeException e) {
      exceptionCaught(to.ctx, e);
    }
    to.flush();
  }

  private void schedule(ChannelHandlerContext ctx) {
    long delay = Math.max(0, session().nextTickNanos() - nanos.getAsLong());
    timer = ctx.executor().schedule(() -> tick(ctx), delay, TimeUnit.NANOSECONDS);
  }

  private void tick(ChannelHandlerContext ctx) {
    session().tick(nanos.getAsLong());
    if (session().isOpen()) {
      schedule(ctx);
    }
  }

  private void wake(ChannelHandlerContext ctx) {
    if (!reading && !pumpScheduled) {
      pumpScheduled = true;
      ctx.executor().execute(pump);
    }
  }

  /** Frames to the channel. Keeps a buffer from the first frame of a burst to its flush. */
  private final class Output implements YamuxEffects {
    private final ChannelHandlerContext ctx;
    private @Nullable ByteBuf batch;
    private boolean written;

    Output(ChannelHandlerContext ctx) {
      this.ctx = ctx;
    }

    @Override
    public boolean writable() {
      return ctx.channel().isWritable();
    }

    @Override
    public void frame(int type, int flags, int stream, int length) {
      YamuxFrame.header(batch(), type, flags, stream, length);
    }

    @Override
    public void payload(ByteBuf piece) {
      if (piece.readableBytes() <= COPY_BYTES) {
        batch().writeBytes(piece);
        piece.release();
      } else {
        writeBatch();
        write(piece);
      }
    }

    @Override
    public void wake() {
      YamuxHandler.this.wake(ctx);
    }

    @Override
    public void close(@Nullable WireException fault) {
      ByteBuf last = batch == null ? ctx.alloc().buffer(0) : batch;
      batch = null;
      ChannelFuture left = ctx.writeAndFlush(last);
      if (fault != null) {
        ctx.fireExceptionCaught(fault);
      }
      Future<?> _ =
          ctx.executor().schedule(this::closeNow, CLOSE_GRACE.toNanos(), TimeUnit.NANOSECONDS);
      left.addListener(ChannelFutureListener.CLOSE);
    }

    private void closeNow() {
      Future<?> _ = ctx.close();
    }

    void flush() {
      writeBatch();
      if (written) {
        written = false;
        ctx.flush();
      }
    }

    void release() {
      if (batch != null) {
        batch.release();
        batch = null;
      }
    }

    private ByteBuf batch() {
      if (batch != null && batch.readableBytes() >= BATCH_LIMIT_BYTES) {
        writeBatch();
      }
      if (batch == null) {
        batch = ctx.alloc().buffer(BATCH_BYTES);
      }
      return batch;
    }

    private void writeBatch() {
      if (batch != null) {
        ByteBuf full = batch;
        batch = null;
        write(full);
      }
    }

    private void write(ByteBuf bytes) {
      written = true;
      Future<?> _ = ctx.write(bytes, ctx.voidPromise());
    }
  }
}
