package org.trustnet.bootstrap.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A paused Vert.x stream as an InputStream for one virtual thread: one buffer is asked for at a
 * time, so that the sender is held back by how fast it is read.
 */
final class QueueInputStream extends InputStream {
  /** How long the next piece of a body may take. */
  static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

  private sealed interface Piece {
    record Data(Buffer buffer) implements Piece {}

    record End() implements Piece {}

    record Failed(Throwable cause) implements Piece {}
  }

  /** One piece asked for, and an end or failure behind it. */
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(4);

  private final ReadStream<Buffer> source;
  private @Nullable Buffer current;
  private int position;
  private boolean ended;

  /** Takes {@code source} over; called on its event loop, before anything is delivered. */
  QueueInputStream(ReadStream<Buffer> source) {
    this.source = source;
    source.pause();
    source.handler(buffer -> put(new Piece.Data(buffer)));
    source.endHandler(_ -> put(new Piece.End()));
    source.exceptionHandler(this::failed);
  }

  /** What Vert.x holds back for a paused reader would keep its buffers for ever. */
  private void failed(Throwable cause) {
    put(new Piece.Failed(cause));
    source.handler(_ -> {});
    source.resume();
  }

  private void put(Piece piece) {
    if (!pieces.offer(piece)) {
      throw new IllegalStateException("a stream delivered more than was asked for");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (current == null || position == current.length()) {
      if (ended || !next()) {
        ended = true;
        return -1;
      }
    }
    int count = Math.min(length, current.length() - position);
    current.getBytes(position, position + count, target, offset);
    position += count;
    return count;
  }

  private boolean next() throws IOException {
    try {
      Piece piece = pieces.poll();
      if (piece == null) {
        source.fetch(1);
        piece = pieces.poll(READ_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      }
      return switch (piece) {
        case null -> throw new InterruptedIOException("the sender stopped sending");
        case Piece.Data(Buffer buffer) -> {
          current = buffer;
          position = 0;
          yield true;
        }
        case Piece.End() -> false;
        case Piece.Failed(Throwable cause) -> throw new IOException("the body broke off", cause);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading a body");
    }
  }
}
