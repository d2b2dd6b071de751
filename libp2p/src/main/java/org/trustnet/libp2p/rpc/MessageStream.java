package org.trustnet.libp2p.rpc;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.multiformats.Bytes;

/**
 * Length-delimited messages over one {@link Stream}. Belongs to one thread, which it blocks. Time
 * limits are for whole messages: a peer that sends a byte at a time gains nothing.
 */
public final class MessageStream {
  /** Longest length prefix, in bytes: 2^35 - 1 is far over any message limit. */
  public static final int MAX_LENGTH_BYTES = 5;

  /** How much is read at once beyond the message asked for, in bytes: one typical small answer. */
  public static final int READ_AHEAD_BYTES = 1_024;

  /**
   * How much of a message is made room for before any of it has come, in bytes: a length costs its
   * sender nothing. From there on the room doubles as it fills.
   */
  public static final int FIRST_BYTES = 64 * 1_024;

  /** The memory that messages may take; asked as they arrive. */
  public interface Room {
    /** Takes {@code bytes}; false if there are not so many left. */
    boolean take(int bytes);

    /** Gives back what was taken. */
    void give(int bytes);
  }

  /** For messages so short that the number of streams bounds them. */
  private static final Room UNCOUNTED =
      new Room() {
        @Override
        public boolean take(int bytes) {
          return true;
        }

        @Override
        public void give(int bytes) {
          // nothing was counted
        }
      };

  private final Stream stream;
  private final LongSupplier nanos;
  private final Room room;
  private final byte[] ahead = new byte[READ_AHEAD_BYTES];
  private int held;
  private int position;
  private int limit;

  /**
   * Messages over {@code stream}, from its current position.
   *
   * @param nanos the clock that time limits are measured by
   */
  public MessageStream(Stream stream, LongSupplier nanos) {
    this(stream, nanos, UNCOUNTED);
  }

  /**
   * The same with its memory counted: each message from when it begins to arrive until the next
   * {@link #read} or {@link #release}.
   *
   * @param room where its memory comes from; a message for which it has none is refused
   */
  public MessageStream(Stream stream, LongSupplier nanos, Room room) {
    this.stream = stream;
    this.nanos = nanos;
    this.room = room;
  }

  public Stream stream() {
    return stream;
  }

  /** Writes one message; returns when it is queued within the peer's window. */
  public void write(Bytes message, Duration timeout) throws StreamException {
    stream.write(Frames.encode(message), timeout);
  }

  /**
   * Reads one message.
   *
   * @param maxBytes longest that is accepted
   * @param timeout for the whole message
   * @return empty if the peer ended its side before it
   * @throws WireException if the message is longer, its length is malformed, the peer ended its
   *     side within it, or there is no room for it
   * @throws StreamException if the stream was reset, time is up or the connection ended
   */
  public Optional<Bytes> read(int maxBytes, Duration timeout) throws StreamException {
    release();
    long deadline = nanos.getAsLong() + timeout.toNanos();
    long length = readLength(deadline);
    if (length < 0) {
      return Optional.empty();
    }
    if (length > maxBytes) {
      throw WireException.stream(
          Code.TOO_LARGE, "a message of " + length + " bytes, at most " + maxBytes);
    }
    return Optional.of(Bytes.wrap(body((int) length, deadline)));
  }

  private byte[] body(int length, long deadline) throws StreamException {
    byte[] message = grown(new byte[0], Math.min(length, FIRST_BYTES));
    int have = Math.min(limit - position, message.length);
    System.arraycopy(ahead, position, message, 0, have);
    position += have;
    while (have < length) {
      if (have == message.length) {
        message = grown(message, Math.min(length, 2 * have));
      }
      int count = stream.read(message, have, message.length - have, left(deadline));
      if (count < 0) {
        throw cutOff();
      }
      have += count;
    }
    return message;
  }

  private byte[] grown(byte[] message, int size) {
    int more = size - message.length;
    if (!room.take(more)) {
      throw WireException.stream(Code.OVER_BUDGET, "no room for a message of over " + held);
    }
    held += more;
    return Arrays.copyOf(message, size);
  }

  /** Gives back the memory counted for the last message. To be called at the end, if counted. */
  public void release() {
    room.give(held);
    held = 0;
  }

  /**
   * Reads one message that must come.
   *
   * @throws WireException as {@link #read}, and if the peer ended its side before it
   */
  public Bytes require(int maxBytes, Duration timeout) throws StreamException {
    return read(maxBytes, timeout).orElseThrow(MessageStream::cutOff);
  }

  private long readLength(long deadline) throws StreamException {
    long length = 0;
    for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
      int b = readByte(deadline);
      if (b < 0) {
        if (i == 0) {
          return -1;
        }
        throw cutOff();
      }
      length |= (long) (b & 0x7f) << (7 * i);
      if (b < 0x80) {
        if (b == 0 && i > 0) {
          throw WireException.stream(Code.MALFORMED, "a length not in its shortest form");
        }
        return length;
      }
    }
    throw WireException.stream(Code.TOO_LARGE, "a length of over " + MAX_LENGTH_BYTES + " bytes");
  }

  private int readByte(long deadline) throws StreamException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, stream.read(ahead, 0, ahead.length, left(deadline)));
      if (limit == 0) {
        return -1;
      }
    }
    return ahead[position++] & 0xff;
  }

  private Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - nanos.getAsLong()));
  }

  private static WireException cutOff() {
    return WireException.stream(Code.CUT_OFF, "the stream ended within a message");
  }
}
