package org.trustnet.libp2p.kad;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;
import org.trustnet.multiformats.Bytes;

/**
 * Serves the inbound streams of one DHT: on the event loops, except for PUT_VALUE, whose signature
 * is checked by a small pool. An edge: it meets threads and the clock.
 */
final class KadServer implements AutoCloseable {
  /** Most inbound streams of one connection, as rust-libp2p: each serves any number of requests. */
  static final int MAX_STREAMS = 32;

  /** Values that wait to be judged; past that the stream is reset, the sender comes again. */
  static final int MAX_JUDGING = 256;

  /**
   * A signature takes 0.1 ms; one thread judges more than the budgets of a hundred peers let in.
   */
  private static final int JUDGES = 1;

  private final KadResponder responder;
  private final LongSupplier nanos;
  private final ConcurrentHashMap<Long, Integer> streams = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final FastThreadLocal<KadScratch> scratch =
      new FastThreadLocal<>() {
        @Override
        protected KadScratch initialValue() {
          return new KadScratch();
        }
      };
  private final ThreadPoolExecutor judges =
      new ThreadPoolExecutor(
          JUDGES,
          JUDGES,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_JUDGING),
          Thread.ofPlatform().daemon().name("kad-judge-", 0).factory());

  KadServer(KadResponder responder, LongSupplier nanos) {
    this.responder = responder;
    this.nanos = nanos;
    judges.allowCoreThreadTimeOut(true);
  }

  /** Takes a new stream, on the event loop of its connection. */
  StreamListener accept(MuxedStream stream, Connection connection, Loop loop) {
    if (streams.merge(connection.id(), 1, Integer::sum) > MAX_STREAMS) {
      closed(connection.id());
      refused.increment();
      stream.reset();
      return new Refused();
    }
    KadResponder.Requester requester =
        new KadResponder.Requester(connection.peer(), connection.group());
    return new KadStreamHandler(this, requester, connection.id(), stream, loop);
  }

  /** Hears a stream that was reset at once: nothing. */
  private static final class Refused implements StreamListener {
    @Override
    public void onData(ByteBuf data) {
      data.release();
    }

    @Override
    public void onEnd() {
      // it is reset already
    }

    @Override
    public void onReset() {
      // it is reset already
    }

    @Override
    public void onWritable() {
      // nothing is to be written
    }
  }

  KadResponder responder() {
    return responder;
  }

  KadScratch scratch() {
    return scratch.get();
  }

  long nanos() {
    return nanos.getAsLong();
  }

  /** Has a value judged and stored; {@code answer} hears the reply, empty if it was refused. */
  void judge(KadMessage.Value value, Consumer<Bytes> answer) {
    try {
      judges.execute(
          () -> {
            Bytes reply = Bytes.empty();
            try {
              reply = responder.store(value);
            } catch (WireException e) {
              refused(e);
            } finally {
              answer.accept(reply);
            }
          });
    } catch (RejectedExecutionException e) {
      throw WireException.stream(
          WireException.Code.OVER_BUDGET, "kad: more than " + MAX_JUDGING + " values to judge");
    }
  }

  /** Counts a request that was refused. */
  void refused(WireException reason) {
    refused.increment();
  }

  /** Requests refused so far. */
  long refusals() {
    return refused.sum();
  }

  void closed(long connection) {
    streams.computeIfPresent(connection, (id, count) -> count == 1 ? null : count - 1);
  }

  /** Inbound streams that are open. */
  int streams() {
    return streams.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void close() {
    judges.shutdownNow();
  }
}
