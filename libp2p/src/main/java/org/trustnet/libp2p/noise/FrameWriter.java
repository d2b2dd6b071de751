package org.trustnet.libp2p.noise;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers small writes into one message until a flush, and splits large ones. Between flushes it
 * holds less than one full message. Belongs to one event loop.
 */
final class FrameWriter {
  /** What a new frame has room for beyond the first write, in bytes: some small muxer frames. */
  private static final int HEADROOM = 256;

  private static final int OVERHEAD = NoiseTransport.MAX_MESSAGE - NoiseTransport.MAX_PLAINTEXT;

  private final NoiseTransport transport;
  private @Nullable ByteBuf frame;

  /** The promises of the writes that end in {@link #frame}; as many as it has bytes at most. */
  private List<ChannelPromise> promises = List.of();

  FrameWriter(NoiseTransport transport) {
    this.transport = transport;
  }

  /** Takes {@code plaintext} over. */
  void write(ChannelHandlerContext ctx, ByteBuf plaintext, ChannelPromise promise) {
    if (!plaintext.isReadable()) {
      var _ = ctx.write(plaintext, promise);
      return;
    }
    try {
      while (true) {
        append(ctx, plaintext);
        if (!plaintext.isReadable()) {
          remember(promise);
          break;
        }
        writeFrame(ctx);
      }
    } finally {
      plaintext.release();
    }
    if (room() == 0) {
      writeFrame(ctx);
    }
  }

  private void append(ChannelHandlerContext ctx, ByteBuf plaintext) {
    ByteBuf target = frame;
    if (target == null) {
      int size = Math.min(plaintext.readableBytes() + HEADROOM, NoiseTransport.MAX_PLAINTEXT);
      target = ctx.alloc().heapBuffer(NoiseTransport.LENGTH_BYTES + size + OVERHEAD);
      target.writeShort(0);
      frame = target;
    }
    target.writeBytes(plaintext, Math.min(room(), plaintext.readableBytes()));
  }

  private int room() {
    return frame == null
        ? NoiseTransport.MAX_PLAINTEXT
        : NoiseTransport.LENGTH_BYTES + NoiseTransport.MAX_PLAINTEXT - frame.readableBytes();
  }

  private void remember(ChannelPromise promise) {
    if (promise.isVoid()) {
      return;
    }
    if (promises.isEmpty()) {
      promises = new ArrayList<>(2);
    }
    promises.add(promise);
  }

  /** Encrypts and writes what was gathered; the caller flushes. */
  void writeFrame(ChannelHandlerContext ctx) {
    ByteBuf ready = frame;
    if (ready == null) {
      return;
    }
    List<ChannelPromise> done = promises;
    frame = null;
    promises = List.of();
    try {
      transport.seal(ready);
    } catch (RuntimeException e) {
      ready.release();
      done.forEach(promise -> promise.tryFailure(e));
      throw e;
    }
    if (done.isEmpty()) {
      var _ = ctx.write(ready, ctx.voidPromise());
    } else if (done.size() == 1) {
      var _ = ctx.write(ready, done.getFirst());
    } else {
      var _ = ctx.write(ready).addListener(settle(done));
    }
  }

  private static ChannelFutureListener settle(List<ChannelPromise> promises) {
    return future -> {
      for (ChannelPromise promise : promises) {
        if (future.isSuccess()) {
          promise.trySuccess();
        } else {
          promise.tryFailure(future.cause());
        }
      }
    };
  }

  /** Whether it holds no memory. */
  boolean isIdle() {
    return frame == null;
  }

  void release() {
    if (frame != null) {
      frame.release();
      frame = null;
      ClosedChannelException closed = new ClosedChannelException();
      promises.forEach(promise -> promise.tryFailure(closed));
      promises = List.of();
    }
  }
}
