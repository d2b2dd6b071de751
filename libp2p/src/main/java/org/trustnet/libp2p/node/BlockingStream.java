package org.trustnet.libp2p.node;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamException.Kind;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;
import org.trustnet.libp2p.transport.EventLoops;
import org.trustnet.multiformats.Bytes;

/**
 * A multiplexed stream for blocking code. Events come on the event loop and go into a bounded
 * mailbox; commands go back as tasks of the loop. The peer's window is granted as the reader takes
 * bytes, so that a slow reader holds the peer back and not our memory.
 */
final class BlockingStream implements Stream, StreamListener {
  /**
   * Most bytes that wait to be read: what Yamux lets a peer send without our consent. A multiplexer
   * that delivers more is broken.
   */
  static final int MAILBOX_BYTES = 256 * 1024;

  /** Bytes given to the loop at once; the next are given when these are queued. */
  static final int CHUNK_BYTES = 16 * 1024;

  /** What a peer may still send after close, in bytes, before it is told with a reset. */
  static final int DISCARD_BYTES = 1024 * 1024;

  /** How long a peer may take to end its side after we closed, before it is told with a reset. */
  static final Duration LINGER = Duration.ofSeconds(30);

  private final Connection connection;
  private final String protocol;
  private final MuxedStream muxed;
  private final Loop loop;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Mailbox mailbox = new Mailbox(MAILBOX_BYTES);

  // Guarded by lock.
  private @Nullable Kind failure;
  private boolean ended;
  private boolean writeClosed;
  private boolean closed;
  private boolean chunkUnderWay;
  private boolean full;
  private int credit;
  private boolean creditUnderWay;
  private int discarded;

  // On the loop only.
  private boolean endOwed;
  private @Nullable Runnable onGone;

  /** A chunk that came when others had filled the connection; it goes when there is room. */
  private @Nullable Runnable held;

  BlockingStream(Connection connection, String protocol, MuxedStream muxed, Loop loop) {
    this.connection = connection;
    this.protocol = protocol;
    this.muxed = muxed;
    this.loop = loop;
  }

  /** Runs {@code action} once when nothing more will happen on this stream. On the loop. */
  void whenGone(Runnable action) {
    onGone = action;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public int read(byte[] target, int offset, int length, Duration timeout) throws StreamException {
    EventLoops.refuse();
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      throw new IllegalArgumentException("a read of no bytes");
    }
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (mailbox.size() == 0) {
        check();
        if (ended) {
          return -1;
        }
        left = await(left);
      }
      check();
      int count = mailbox.take(target, offset, length);
      grant(count);
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(Bytes data, Duration timeout) throws StreamException {
    EventLoops.refuse();
    lock.lock();
    try {
      long left = timeout.toNanos();
      for (int at = 0; at < data.length(); at += CHUNK_BYTES) {
        while (chunkUnderWay || full) {
          checkWritable();
          left = await(left);
        }
        checkWritable();
        chunkUnderWay = true;
        Bytes chunk = data.slice(at, Math.min(data.length(), at + CHUNK_BYTES));
        boolean last = at + CHUNK_BYTES >= data.length();
        onLoop(() -> send(chunk, last));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void closeWrite() {
    lock.lock();
    try {
      if (writeClosed || failure != null) {
        return;
      }
      writeClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    onLoop(this::end);
  }

  /** Our end comes behind the chunk that waits for room. */
  private void end() {
    endOwed = held != null;
    if (!endOwed) {
      muxed.closeWrite();
      goneIfFinished();
    }
  }

  @Override
  public void reset() {
    fail(Kind.RESET);
    onLoop(
        () -> {
          muxed.reset();
          gone();
        });
  }

  @Override
  public void close() {
    closeWrite();
    lock.lock();
    try {
      if (closed || failure != null) {
        return;
      }
      closed = true;
      grant(mailbox.size());
      mailbox.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    onLoop(this::linger);
  }

  /** The protocol that we began to speak was not agreed on; the stream is reset. On the loop. */
  void refused(Kind kind) {
    fail(kind);
    gone();
  }

  @Override
  public void onData(ByteBuf data) {
    int count = data.readableBytes();
    lock.lock();
    try {
      if (closed) {
        discarded += count;
        if (discarded > DISCARD_BYTES) {
          throw WireException.stream(Code.OVER_BUDGET, "bytes for a stream that we closed");
        }
        grant(count);
      } else if (!mailbox.put(data)) {
        throw WireException.stream(Code.OVER_BUDGET, "more bytes than the window allows");
      }
      changed.signalAll();
    } finally {
      lock.unlock();
      data.release();
    }
  }

  @Override
  public void onEnd() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    goneIfFinished();
  }

  @Override
  public void onReset() {
    fail(connection.isOpen() ? Kind.RESET : Kind.DISCONNECTED);
    gone();
  }

  @Override
  public void onWritable() {
    Runnable chunk = held;
    if (chunk != null) {
      held = null;
      chunk.run();
      return;
    }
    lock.lock();
    try {
      full = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues a chunk. There was room when its writer asked, but all writers of a connection may have
   * asked at once.
   */
  private void send(Bytes chunk, boolean last) {
    lock.lock();
    try {
      if (failure != null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    if (!muxed.writable()) {
      held = () -> send(chunk, last);
      return;
    }
    muxed.write(Unpooled.wrappedBuffer(chunk.asByteBuffer()));
    if (last || !muxed.writable()) {
      muxed.flush();
    }
    lock.lock();
    try {
      chunkUnderWay = false;
      full = !muxed.writable();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (endOwed) {
      end();
    }
  }

  /** Grants the window of {@code count} bytes; grants that pile up are handed over together. */
  private void grant(int count) {
    credit += count;
    if (credit > 0 && !creditUnderWay) {
      creditUnderWay = true;
      onLoop(this::handCredit);
    }
  }

  private void handCredit() {
    int count;
    lock.lock();
    try {
      count = failure == null ? credit : 0;
      credit = 0;
      creditUnderWay = false;
    } finally {
      lock.unlock();
    }
    if (count > 0) {
      muxed.consumed(count);
    }
  }

  private void fail(Kind kind) {
    lock.lock();
    try {
      if (failure == null) {
        failure = kind;
        mailbox.clear();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void linger() {
    if (onGone != null) {
      var deadline = loop.after(LINGER, this::reset);
      Runnable action = onGone;
      onGone =
          () -> {
            deadline.cancel();
            action.run();
          };
    }
  }

  private void goneIfFinished() {
    boolean finished;
    lock.lock();
    try {
      finished = ended && writeClosed;
    } finally {
      lock.unlock();
    }
    if (finished) {
      gone();
    }
  }

  private void onLoop(Runnable command) {
    try {
      loop.execute(command);
    } catch (RejectedExecutionException e) {
      // The loop has ended, and with it the connection and this stream.
      fail(Kind.DISCONNECTED);
    }
  }

  private void gone() {
    held = null;
    Runnable action = onGone;
    onGone = null;
    if (action != null) {
      action.run();
    }
  }

  private void check() throws StreamException {
    if (failure != null) {
      throw new StreamException(failure, protocol + ": the stream is gone: " + failure);
    }
    if (closed) {
      throw new StreamException(Kind.RESET, protocol + ": the stream was closed");
    }
  }

  private void checkWritable() throws StreamException {
    check();
    if (writeClosed) {
      throw new StreamException(Kind.RESET, protocol + ": our side was ended");
    }
  }

  // Every caller waits in a loop of its own.
  @SuppressWarnings("WaitNotInLoop")
  private long await(long nanos) throws StreamException {
    if (nanos <= 0) {
      throw new StreamException(Kind.TIMEOUT, protocol + ": time is up");
    }
    try {
      return changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
      throw new StreamException(Kind.INTERRUPTED, protocol + ": interrupted");
    }
  }
}
