package org.trustnet.libp2p.noise;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.noise.NoiseHandshake.Step;
import org.trustnet.libp2p.noise.NoiseTransport.NoncesUsedUp;
import org.trustnet.multiformats.Bytes;

/**
 * Secures one channel with Noise. Does the handshake as soon as the channel is active, fires the
 * {@link org.trustnet.libp2p.secure.SecuredPeer} as user event, and from then on passes plaintext.
 * Whoever hears the event adds the handlers that read it: data may have arrived in the segment that
 * ended the handshake. A peer's fault is fired as {@link WireException} and closes the channel;
 * writes before the handshake is done fail. Automatic reading is on at least until then. On the
 * channel's event loop, the public-key arithmetic excepted.
 */
public final class NoiseHandler extends ChannelDuplexHandler {
  /**
   * Most bytes that may arrive while the crypto pool works, in bytes. Reading stops meanwhile, so
   * that this is what one turn of the event loop may still deliver.
   */
  public static final int MAX_HELD = 1 << 20;

  private final Executor cryptoPool;

  /** Until the handshake is done. */
  private @Nullable NoiseHandshake handshake;

  private @Nullable NoiseTransport transport;
  private @Nullable FrameReader reader;
  private @Nullable FrameWriter writer;

  /** What arrived while a step was computed. */
  private @Nullable ByteBuf held;

  private boolean started;
  private boolean computing;
  private boolean readWanted;
  private boolean closed;

  /**
   * @param handshake a new one
   * @param cryptoPool runs its steps; bounded, one that refuses work costs the connection
   */
  public NoiseHandler(NoiseHandshake handshake, Executor cryptoPool) {
    this.handshake = handshake;
    this.cryptoPool = cryptoPool;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    reader = new FrameReader(ctx.alloc());
    if (ctx.channel().isActive()) {
      start(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    start(ctx);
    ctx.fireChannelActive();
  }

  private void start(ChannelHandlerContext ctx) {
    NoiseHandshake current = handshake;
    if (started || current == null) {
      return;
    }
    started = true;
    if (current.initiates()) {
      compute(ctx, () -> new Step.Reply(current.start()));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf in)) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      if (computing) {
        hold(ctx, in);
      } else {
        take(ctx, in);
      }
    } catch (WireException e) {
      fail(ctx, e);
    } finally {
      in.release();
    }
  }

  private void hold(ChannelHandlerContext ctx, ByteBuf in) {
    ByteBuf kept = held;
    if (kept == null) {
      kept = ctx.alloc().heapBuffer(in.readableBytes());
      held = kept;
    }
    if (kept.readableBytes() + in.readableBytes() > MAX_HELD) {
      throw WireException.connection(Code.OVER_BUDGET, "too much data during the handshake");
    }
    kept.writeBytes(in);
  }

  private void take(ChannelHandlerContext ctx, ByteBuf in) {
    while (!closed && !computing && reader != null) {
      ByteBuf message = reader.next(in);
      if (message == null) {
        checkBegun(reader);
        return;
      }
      if (transport == null) {
        onHandshakeMessage(ctx, message);
      } else {
        onTransportMessage(ctx, transport, message);
      }
    }
    if (!closed && in.isReadable()) {
      hold(ctx, in);
    }
  }

  /** A handshake message that will be too long is refused before it has arrived. */
  private void checkBegun(FrameReader frames) {
    if (transport == null && frames.begunLength() > NoiseHandshake.MAX_MESSAGE) {
      throw WireException.connection(
          Code.TOO_LARGE, "a handshake message of " + frames.begunLength() + " bytes");
    }
  }

  private static void onTransportMessage(
      ChannelHandlerContext ctx, NoiseTransport transport, ByteBuf message) {
    try {
      transport.open(message);
    } catch (WireException e) {
      message.release();
      throw e;
    }
    if (message.isReadable()) {
      ctx.fireChannelRead(message);
    } else {
      message.release();
    }
  }

  private void onHandshakeMessage(ChannelHandlerContext ctx, ByteBuf message) {
    byte[] bytes = new byte[message.readableBytes()];
    message.readBytes(bytes);
    message.release();
    NoiseHandshake current = handshake;
    if (current != null) {
      compute(ctx, () -> current.onMessage(Bytes.wrap(bytes)));
    }
  }

  /** Runs one step on the pool, then takes its result up on the event loop. */
  private void compute(ChannelHandlerContext ctx, Supplier<Step> step) {
    computing = true;
    try {
      cryptoPool.execute(
          () -> {
            Supplier<Step> result = outcome(step);
            ctx.executor().execute(() -> resume(ctx, result));
          });
    } catch (RejectedExecutionException e) {
      computing = false;
      throw WireException.connection(Code.OVER_BUDGET, "too many handshakes at once");
    }
  }

  /** The step's result or failure, to be had on another thread. */
  private static Supplier<Step> outcome(Supplier<Step> step) {
    try {
      Step done = step.get();
      return () -> done;
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }

  private void resume(ChannelHandlerContext ctx, Supplier<Step> result) {
    computing = false;
    if (closed) {
      return;
    }
    try {
      switch (result.get()) {
        case Step.Reply(Bytes reply) -> send(ctx, reply);
        case Step.Done done -> finish(ctx, done);
      }
      release(ctx);
    } catch (RuntimeException e) {
      fail(ctx, e);
    }
  }

  private void finish(ChannelHandlerContext ctx, Step.Done done) {
    done.last().ifPresent(last -> send(ctx, last));
    handshake = null;
    transport = done.transport();
    writer = new FrameWriter(done.transport());
    ctx.fireUserEventTriggered(done.peer());
  }

  /** Takes up what was held back, and reading. */
  private void release(ChannelHandlerContext ctx) {
    ByteBuf kept = held;
    held = null;
    if (kept != null) {
      try {
        take(ctx, kept);
      } finally {
        kept.release();
      }
      if (transport != null) {
        ctx.fireChannelReadComplete();
      }
    }
    if (readWanted && !computing && !closed) {
      readWanted = false;
      ctx.read();
    }
  }

  private static void send(ChannelHandlerContext ctx, Bytes message) {
    ByteBuf frame = ctx.alloc().buffer(NoiseTransport.LENGTH_BYTES + message.length());
    frame.writeShort(message.length());
    frame.writeBytes(message.asByteBuffer());
    var _ = ctx.writeAndFlush(frame, ctx.voidPromise());
  }

  /** Reading stops while a step is computed: the kernel's buffer holds the peer back. */
  @Override
  public void read(ChannelHandlerContext ctx) {
    if (computing) {
      readWanted = true;
    } else {
      ctx.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf plaintext)) {
      var _ = ctx.write(message, promise);
    } else if (writer == null || closed) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
    } else {
      try {
        writer.write(ctx, plaintext, promise);
      } catch (NoncesUsedUp e) {
        fail(ctx, e);
      }
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    writeGathered(ctx);
    ctx.flush();
  }

  /** What was written before a close still goes out. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    writeGathered(ctx);
    ctx.flush();
    var _ = ctx.close(promise);
  }

  private void writeGathered(ChannelHandlerContext ctx) {
    if (writer == null || closed) {
      return;
    }
    try {
      writer.writeFrame(ctx);
    } catch (NoncesUsedUp e) {
      fail(ctx, e);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean cutOff = transport == null && !closed;
    cleanUp();
    if (cutOff) {
      ctx.fireExceptionCaught(
          WireException.connection(Code.CUT_OFF, "the peer closed during the Noise handshake"));
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    cleanUp();
  }

  private void fail(ChannelHandlerContext ctx, RuntimeException why) {
    cleanUp();
    ctx.fireExceptionCaught(why);
    var _ = ctx.close();
  }

  private void cleanUp() {
    closed = true;
    handshake = null;
    if (reader != null) {
      reader.release();
    }
    if (writer != null) {
      writer.release();
    }
    if (held != null) {
      held.release();
      held = null;
    }
  }

  /** Whether the established connection holds no buffer now. */
  boolean isIdle() {
    return held == null
        && (reader == null || reader.isIdle())
        && (writer == null || writer.isIdle());
  }
}
