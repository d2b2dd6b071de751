package org.trustnet.libp2p.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamException.Kind;
import org.trustnet.libp2p.host.limits.Admission;
import org.trustnet.libp2p.host.limits.Limit;
import org.trustnet.libp2p.host.limits.StreamPermit;
import org.trustnet.libp2p.multistream.NegotiationInitiator;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.muxer.StreamListener;

/**
 * A stream that we open. Where identify has told that the peer serves one of the protocols it is
 * handed out at once and the answer is awaited behind its back. On the event loop.
 */
final class OutboundStream implements StreamNegotiation.Outcome {
  private final NodeConnection connection;
  private final List<String> protocols;
  private final StreamService service;
  private final CompletableFuture<Stream> opened;
  private @Nullable BlockingStream stream;
  private @Nullable MuxedStream muxed;
  private @Nullable StreamPermit permit;

  OutboundStream(
      NodeConnection connection,
      List<String> protocols,
      StreamService service,
      CompletableFuture<Stream> opened) {
    this.connection = connection;
    this.protocols = protocols;
    this.service = service;
    this.opened = opened;
  }

  void start() {
    if (!connection.isOpen()) {
      fail(Kind.DISCONNECTED, "the connection has ended");
      return;
    }
    switch (connection.permit().outboundStream()) {
      case Admission.Refused<StreamPermit>(Limit limit) -> fail(Kind.LIMITED, limit.text());
      case Admission.Granted<StreamPermit>(StreamPermit granted) -> open(granted);
    }
  }

  private void open(StreamPermit granted) {
    permit = granted;
    try {
      muxed = connection.streamMuxer().open();
    } catch (Muxer.TooManyStreams e) {
      over();
      fail(Kind.LIMITED, String.valueOf(e.getMessage()));
      return;
    }
    negotiate(muxed);
  }

  private void negotiate(MuxedStream on) {
    Optional<String> known =
        protocols.stream().filter(connection.remoteProtocols()::contains).findFirst();
    List<String> proposals = known.map(List::of).orElse(protocols);
    StreamNegotiation.begin(
        on,
        effects -> new NegotiationInitiator(proposals, effects),
        connection.loop(),
        service.config().negotiation(),
        this);
    if (known.isPresent() && !opened.isDone()) {
      var _ = handOut(on, known.get());
    }
  }

  /** The caller's time is up, or it was interrupted. */
  void giveUp() {
    BlockingStream handedOut = stream;
    if (handedOut != null) {
      handedOut.reset();
    } else if (muxed != null && !opened.isDone()) {
      muxed.reset();
      over();
    }
    opened.completeExceptionally(new StreamException(Kind.TIMEOUT, "given up"));
  }

  private BlockingStream handOut(MuxedStream on, String protocol) {
    BlockingStream made = new BlockingStream(connection, protocol, on, connection.loop());
    made.whenGone(this::over);
    stream = made;
    if (!opened.complete(made)) {
      made.reset();
    }
    return made;
  }

  @Override
  public StreamListener agreed(String protocol) {
    BlockingStream handedOut = stream;
    return handedOut == null
        ? handOut(java.util.Objects.requireNonNull(muxed), protocol)
        : handedOut;
  }

  @Override
  public void refused(WireException.Code code, String why) {
    Kind kind = kind(code);
    BlockingStream handedOut = stream;
    if (handedOut != null) {
      handedOut.refused(kind);
    } else {
      over();
      fail(kind, why);
    }
  }

  @Override
  public void writable() {
    BlockingStream handedOut = stream;
    if (handedOut != null) {
      handedOut.onWritable();
    }
  }

  private Kind kind(WireException.Code code) {
    return switch (code) {
      case UNSUPPORTED -> Kind.UNSUPPORTED;
      case TIMEOUT -> Kind.TIMEOUT;
      case CUT_OFF -> connection.isOpen() ? Kind.REFUSED : Kind.DISCONNECTED;
      default -> Kind.PROTOCOL;
    };
  }

  private void over() {
    if (permit != null) {
      permit.close();
    }
  }

  private void fail(Kind kind, String why) {
    opened.completeExceptionally(new StreamException(kind, why));
  }
}
