package org.trustnet.libp2p.node;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.LoopProtocol;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamHandler;
import org.trustnet.libp2p.host.limits.Admission;
import org.trustnet.libp2p.host.limits.StreamPermit;
import org.trustnet.libp2p.multistream.NegotiationResponder;
import org.trustnet.libp2p.muxer.MemoryAccount;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.muxer.StreamListener;

/** Serves the streams that peers open, within the limits. Safe on any thread. */
final class StreamService {
  private static final Logger LOG = LoggerFactory.getLogger(StreamService.class);

  private final ProtocolTable protocols;
  private final Executor threads;
  private final StreamConfig config;
  private final LongSupplier nanos;

  StreamService(
      ProtocolTable protocols, Executor threads, StreamConfig config, LongSupplier nanos) {
    this.protocols = protocols;
    this.threads = threads;
    this.config = config;
    this.nanos = nanos;
  }

  StreamConfig config() {
    return config;
  }

  /** Who takes the streams that the peer of {@code connection} opens. */
  Muxer.Acceptor acceptor(NodeConnection connection) {
    return new Muxer.Acceptor() {
      @Override
      public void onStream(MuxedStream stream) {
        switch (connection.permit().inboundStream()) {
          case Admission.Refused<StreamPermit> _ -> stream.reset();
          case Admission.Granted<StreamPermit>(StreamPermit permit) ->
              negotiate(connection, stream, permit);
        }
      }

      @Override
      public MemoryAccount memory() {
        return connection.permit().buffers();
      }
    };
  }

  private void negotiate(NodeConnection connection, MuxedStream stream, StreamPermit permit) {
    StreamNegotiation.begin(
        stream,
        effects -> new NegotiationResponder(protocols::has, effects),
        connection.loop(),
        config.negotiation(),
        new Inbound(connection, stream, permit));
  }

  /** One inbound stream. On its event loop. */
  private final class Inbound implements StreamNegotiation.Outcome {
    private final NodeConnection connection;
    private final MuxedStream muxed;
    private final StreamPermit permit;

    private Inbound(NodeConnection connection, MuxedStream muxed, StreamPermit permit) {
      this.connection = connection;
      this.muxed = muxed;
      this.permit = permit;
    }

    @Override
    public @Nullable StreamListener agreed(String protocol) {
      ProtocolTable.Served served = protocols.find(protocol);
      if (served == null || permit.protocol(protocol).isPresent()) {
        muxed.reset();
        permit.close();
        return null;
      }
      LoopProtocol onLoop = served.onLoop();
      return onLoop == null ? serveOnThread(served, protocol) : serveOnLoop(onLoop, served);
    }

    private StreamListener serveOnLoop(LoopProtocol handler, ProtocolTable.Served served) {
      OpenStream open = new OpenStream(served, permit);
      LoopStream stream =
          new LoopStream(muxed, connection.loop(), handler.idleTimeout(), nanos, open::over);
      open.add(() -> connection.loop().execute(stream::abandon));
      stream.listen(handler.accept(stream, connection, connection.loop()));
      return stream;
    }

    private @Nullable StreamListener serveOnThread(ProtocolTable.Served served, String protocol) {
      StreamHandler handler = java.util.Objects.requireNonNull(served.onThread());
      BlockingStream stream = new BlockingStream(connection, protocol, muxed, connection.loop());
      OpenStream open = new OpenStream(served, permit);
      stream.whenGone(open::over);
      open.add(stream::reset);
      try {
        threads.execute(() -> run(handler, stream));
      } catch (RejectedExecutionException e) {
        muxed.reset();
        open.over();
        return null;
      }
      return stream;
    }

    @Override
    public void refused(WireException.Code code, String why) {
      permit.close();
      if (code != WireException.Code.UNSUPPORTED && LOG.isTraceEnabled()) {
        LOG.trace("no protocol on a stream of {}: {} {}", connection.peer(), code, why);
      }
    }
  }

  private static void run(StreamHandler handler, BlockingStream stream) {
    try {
      handler.handle(stream);
      stream.close();
    } catch (WireException e) {
      stream.reset();
      LOG.debug("{} from {}: {}", stream.protocol(), stream.connection().peer(), e.getMessage());
      if (e.scope() == WireException.Scope.CONNECTION) {
        stream.connection().close();
      }
    } catch (StreamException e) {
      stream.reset();
    } catch (RuntimeException | Error e) { // an Error too gives its place back
      stream.reset();
      LOG.error("the handler of {} failed", stream.protocol(), e);
    }
  }

  /** What an inbound stream holds, given back once when it is over. */
  private static final class OpenStream {
    private final ProtocolTable.Served served;
    private final StreamPermit permit;
    private @Nullable Runnable reset;

    private OpenStream(ProtocolTable.Served served, StreamPermit permit) {
      this.served = served;
      this.permit = permit;
    }

    private void add(Runnable howToReset) {
      reset = howToReset;
      served.resets().add(howToReset);
    }

    private void over() {
      if (reset != null) {
        served.resets().remove(reset);
      }
      permit.close();
    }
  }
}
