package org.trustnet.libp2p.kad;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Varint;

/**
 * One inbound Kademlia stream: any number of requests, each answered before the next is looked at.
 * On its event loop only; a PUT_VALUE is judged elsewhere and comes back to it. What the peer sends
 * meanwhile waits in its window.
 */
final class KadStreamHandler implements StreamListener {
  /** How long a stream may be silent: gokad dht_net.go, dhtStreamIdleTimeout. */
  static final long IDLE_SECONDS = 60;

  private static final int MAX_LENGTH_BYTES = 3;

  private final KadServer server;
  private final KadResponder.Requester requester;
  private final long connection;
  private final MuxedStream stream;
  private final Loop loop;
  private ByteBuf pending = io.netty.buffer.Unpooled.EMPTY_BUFFER;
  private long activeNanos;

  /** Whether {@link #pending} is a buffer of our own, which grows. */
  private boolean gathering;

  private boolean busy;
  private boolean ended;
  private boolean over;

  KadStreamHandler(
      KadServer server,
      KadResponder.Requester requester,
      long connection,
      MuxedStream stream,
      Loop loop) {
    this.server = server;
    this.requester = requester;
    this.connection = connection;
    this.stream = stream;
    this.loop = loop;
    this.activeNanos = server.nanos();
    watch(IDLE_SECONDS * 1_000_000_000L);
  }

  @Override
  public void onData(ByteBuf data) {
    if (over) {
      data.release();
      return;
    }
    activeNanos = server.nanos();
    if (pending.isReadable()) {
      append(data);
    } else {
      replace(data);
    }
    serve();
    if (!over && pending.isReadable() && !gathering) {
      gather();
    }
  }

  @Override
  public void onEnd() {
    ended = true;
    endIfDone();
  }

  @Override
  public void onReset() {
    finish();
  }

  @Override
  public void onWritable() {
    serve();
  }

  /** Ends the stream from the server's side: the protocol is no longer served. */
  void abandon() {
    if (!over) {
      stream.reset();
      finish();
    }
  }

  /** Answers what is complete; a violation resets the stream and frees what it holds. */
  private void serve() {
    try {
      while (!busy && !over && stream.writable() && serveOne()) {
        // the next one
      }
    } catch (WireException e) {
      server.refused(e);
      abandon();
      return;
    }
    endIfDone();
  }

  private boolean serveOne() {
    int start = pending.readerIndex();
    long length = 0;
    for (int i = 0; ; i++) {
      if (i == MAX_LENGTH_BYTES) {
        throw WireException.stream(Code.TOO_LARGE, "kad: a length of more than three bytes");
      }
      if (i >= pending.readableBytes()) {
        return false;
      }
      byte b = pending.getByte(start + i);
      length |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        start += i + 1;
        break;
      }
    }
    if (length > KadWire.MAX_REQUEST) {
      throw WireException.stream(Code.TOO_LARGE, "kad: a request of " + length + " bytes");
    }
    if (pending.writerIndex() - start < length) {
      return false;
    }
    answer(start, (int) length);
    return true;
  }

  private void answer(int start, int length) {
    KadScratch scratch = server.scratch();
    pending.getBytes(start, scratch.input(), 0, length);
    int taken = start + length - pending.readerIndex();
    pending.skipBytes(taken);
    if (!pending.isReadable()) {
      replace(io.netty.buffer.Unpooled.EMPTY_BUFFER);
    }
    stream.consumed(taken);
    switch (server
        .responder()
        .answer(scratch.input(), 0, length, requester, server.nanos(), scratch)) {
      case REPLY -> reply(scratch.buffer(), scratch.length());
      case SILENCE -> {
        // go, rust and js would take an answer for that to their next request
      }
      case STORE -> store(server.responder().putRequest(scratch));
    }
  }

  private void store(KadMessage.Value value) {
    busy = true;
    server.judge(value, answer -> loop.execute(() -> judged(answer)));
  }

  private void judged(Bytes answer) {
    busy = false;
    if (over) {
      return;
    }
    if (answer.isEmpty()) {
      abandon();
      return;
    }
    byte[] bytes = answer.toArray();
    reply(bytes, bytes.length);
    serve();
  }

  private void reply(byte[] message, int length) {
    byte[] prefix = new byte[Varint.size(length)];
    Varint.write(length, prefix, 0);
    ByteBuf out = ByteBufAllocator.DEFAULT.buffer(prefix.length + length);
    stream.write(out.writeBytes(prefix).writeBytes(message, 0, length));
    stream.flush();
  }

  /** Pieces go into one buffer, whatever their number: a peer may send a byte at a time. */
  private void append(ByteBuf data) {
    if (!gathering) {
      gather();
    }
    pending.discardSomeReadBytes().writeBytes(data);
    data.release();
  }

  /** What has to wait is copied, so that a byte does not hold the network buffer that it is in. */
  private void gather() {
    ByteBuf own = ByteBufAllocator.DEFAULT.buffer(pending.readableBytes()).writeBytes(pending);
    replace(own);
    gathering = true;
  }

  private void replace(ByteBuf next) {
    pending.release();
    pending = next;
    gathering = false;
  }

  /** Once the peer has ended its side and everything is answered, so do we. */
  private void endIfDone() {
    if (ended && !busy && !over) {
      if (pending.isReadable() && stream.writable()) {
        server.refused(WireException.stream(Code.CUT_OFF, "kad: a request is cut off"));
        abandon();
      } else if (!pending.isReadable()) {
        stream.closeWrite();
        finish();
      }
    }
  }

  private void watch(long nanos) {
    Loop.Timer _ = loop.after(Duration.ofNanos(nanos), this::checkIdle);
  }

  private void checkIdle() {
    if (!over) {
      long left = activeNanos + IDLE_SECONDS * 1_000_000_000L - server.nanos();
      if (left <= 0 && !busy) {
        abandon();
      } else {
        watch(Math.max(left, 1_000_000_000L));
      }
    }
  }

  private void finish() {
    if (!over) {
      over = true;
      pending.release();
      server.closed(connection);
    }
  }
}
