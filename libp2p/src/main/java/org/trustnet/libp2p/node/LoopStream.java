package org.trustnet.libp2p.node;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;

/**
 * A stream served on the event loop, as its protocol and its multiplexer see it: passes everything
 * on, resets it when it is idle, and tells when it is over.
 */
final class LoopStream implements MuxedStream, StreamListener {
  private final MuxedStream muxed;
  private final Loop loop;
  private final long idleNanos;
  private final LongSupplier nanos;
  private final Runnable onGone;
  private @Nullable StreamListener listener;
  private Loop.@Nullable Timer timer;
  private long lastNanos;
  private boolean ended;
  private boolean writeClosed;
  private boolean gone;

  LoopStream(MuxedStream muxed, Loop loop, Duration idle, LongSupplier nanos, Runnable onGone) {
    this.muxed = muxed;
    this.loop = loop;
    this.idleNanos = idle.toNanos();
    this.nanos = nanos;
    this.onGone = onGone;
    this.lastNanos = nanos.getAsLong();
    watch(idleNanos);
  }

  private void watch(long delayNanos) {
    timer = loop.after(Duration.ofNanos(delayNanos), this::checkIdle);
  }

  private void checkIdle() {
    if (gone) {
      return;
    }
    long left = lastNanos + idleNanos - nanos.getAsLong();
    if (left > 0) {
      watch(left);
    } else {
      abandon();
    }
  }

  /** Resets the stream and tells its protocol, as if the peer had done it. */
  void abandon() {
    if (!gone) {
      reset();
      Objects.requireNonNull(listener).onReset();
    }
  }

  @Override
  public long id() {
    return muxed.id();
  }

  @Override
  public boolean inbound() {
    return muxed.inbound();
  }

  @Override
  public void listen(StreamListener next) {
    listener = next;
  }

  @Override
  public void write(ByteBuf data) {
    muxed.write(data);
  }

  @Override
  public void flush() {
    muxed.flush();
  }

  @Override
  public boolean writable() {
    return muxed.writable();
  }

  @Override
  public void consumed(int bytes) {
    muxed.consumed(bytes);
  }

  @Override
  public void closeWrite() {
    if (!writeClosed && !gone) {
      writeClosed = true;
      muxed.closeWrite();
      muxed.flush();
      end();
    }
  }

  @Override
  public void reset() {
    muxed.reset();
    over();
  }

  @Override
  public void onData(ByteBuf data) {
    lastNanos = nanos.getAsLong();
    Objects.requireNonNull(listener).onData(data);
  }

  @Override
  public void onEnd() {
    ended = true;
    Objects.requireNonNull(listener).onEnd();
    end();
  }

  @Override
  public void onReset() {
    over();
    Objects.requireNonNull(listener).onReset();
  }

  @Override
  public void onWritable() {
    Objects.requireNonNull(listener).onWritable();
  }

  private void end() {
    if (ended && writeClosed) {
      over();
    }
  }

  private void over() {
    if (!gone) {
      gone = true;
      if (timer != null) {
        timer.cancel();
      }
      onGone.run();
    }
  }
}
