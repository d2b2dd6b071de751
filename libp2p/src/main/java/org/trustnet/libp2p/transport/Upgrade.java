package org.trustnet.libp2p.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.libp2p.multistream.NegotiationInitiator;
import org.trustnet.libp2p.multistream.NegotiationResponder;
import org.trustnet.libp2p.muxer.MemoryAccount;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.libp2p.yamux.YamuxHandler;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * The last handler of a connection's pipeline. Leads it from a raw connection to a multiplexed one;
 * from then on it only ends what goes wrong. On the event loop.
 */
public final class Upgrade extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);

  /** The multiplexers we have. */
  private static final List<String> MUXERS = List.of("/yamux/1.0.0");

  private enum State {
    SECURITY,
    HANDSHAKE,
    MUXER,
    DONE,
    FAILED
  }

  /**
   * One end of one raw connection.
   *
   * @param direction who dialled
   * @param expected who must be at the other end
   * @param local our end
   * @param remote the other end
   */
  public record Ends(
      Direction direction, Optional<PeerId> expected, Multiaddr local, Multiaddr remote) {}

  private final Ends ends;
  private final List<SecurityProtocol> security;
  private final UpgradeConfig config;
  private final LongSupplier nanos;
  private final UpgradeListener listener;
  private State state = State.SECURITY;
  private @Nullable Future<?> deadline;
  private @Nullable SecuredPeer secured;
  private Muxer.@Nullable Acceptor acceptor;

  /**
   * Makes the upgrade of one connection; it begins when it is added to the pipeline.
   *
   * @param security what is offered or accepted, the preferred first
   */
  public Upgrade(
      Ends ends,
      List<SecurityProtocol> security,
      UpgradeConfig config,
      LongSupplier nanos,
      UpgradeListener listener) {
    this.ends = ends;
    this.security = security;
    this.config = config;
    this.nanos = nanos;
    this.listener = listener;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(
                () -> fail(ctx, Code.TIMEOUT, "the upgrade took too long, at " + state),
                config.timeout().toNanos(),
                TimeUnit.NANOSECONDS);
    List<String> protocols = security.stream().map(SecurityProtocol::id).toList();
    negotiate(ctx, protocols, protocol -> secure(ctx, protocol));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SecuredPeer peer && state == State.HANDSHAKE) {
      secured(ctx, peer);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    // Only what a handler of ours passed on by mistake comes here.
    io.netty.util.ReferenceCountUtil.release(message);
    fail(ctx, Code.UNEXPECTED, "bytes that no protocol took, at " + state);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, Code.CUT_OFF, "the peer closed the connection, at " + state);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable root = cause.getCause() instanceof WireException wire ? wire : cause;
    switch (root) {
      case WireException wire -> fail(ctx, wire.code(), String.valueOf(wire.getMessage()));
      case IOException io -> fail(ctx, Code.CUT_OFF, SocketFault.told(io));
      case io.netty.handler.codec.DecoderException decoder ->
          fail(ctx, Code.MALFORMED, String.valueOf(decoder.getMessage()));
      case java.util.concurrent.RejectedExecutionException _ ->
          fail(ctx, Code.OVER_BUDGET, "too many handshakes at once");
      default -> {
        LOG.error("a defect ends the connection with {}", ends.remote(), cause);
        fail(ctx, Code.UNEXPECTED, "a defect: " + cause);
      }
    }
  }

  private void secure(ChannelHandlerContext ctx, String protocol) {
    state = State.HANDSHAKE;
    for (SecurityProtocol one : security) {
      if (one.id().equals(protocol)) {
        for (var handler : one.handlers(ends.direction(), ends.expected(), ctx.alloc())) {
          ctx.pipeline().addBefore(ctx.name(), null, handler);
        }
      }
    }
  }

  private void secured(ChannelHandlerContext ctx, SecuredPeer peer) {
    secured = peer;
    if (ends.expected().isPresent() && !ends.expected().get().equals(peer.peer())) {
      fail(ctx, Code.WRONG_PEER, "the peer there is " + peer.peer());
      return;
    }
    state = State.MUXER;
    if (peer.earlyMuxer().filter(MUXERS::contains).isPresent()) {
      multiplex(ctx);
    } else {
      negotiate(ctx, MUXERS, _ -> multiplex(ctx));
    }
  }

  private void multiplex(ChannelHandlerContext ctx) {
    YamuxHandler.Side side =
        ends.direction() == Direction.OUTBOUND
            ? YamuxHandler.Side.DIALER
            : YamuxHandler.Side.LISTENER;
    YamuxHandler yamux = new YamuxHandler(config.yamux(), side, new Later(), nanos);
    ctx.pipeline().addBefore(ctx.name(), null, yamux);
    finish();
    state = State.DONE;
    SecuredPeer peer = Objects.requireNonNull(secured);
    Optional<Muxer.Acceptor> taken =
        listener.upgraded(new Upgraded(ctx.channel(), ends, peer, yamux.muxer()));
    acceptor = taken.orElse(MuxedStream::reset);
    if (taken.isEmpty()) {
      yamux.muxer().close();
    }
  }

  /** Who is known once the connection was handed over, before the peer's first byte is read. */
  private final class Later implements Muxer.Acceptor {
    @Override
    public void onStream(MuxedStream stream) {
      Objects.requireNonNull(acceptor).onStream(stream);
    }

    @Override
    public MemoryAccount memory() {
      return Objects.requireNonNull(acceptor).memory();
    }
  }

  private void negotiate(
      ChannelHandlerContext ctx, List<String> protocols, Consumer<String> onSelected) {
    NegotiationHandler handler =
        new NegotiationHandler(
            effects ->
                ends.direction() == Direction.OUTBOUND
                    ? new NegotiationInitiator(protocols, effects)
                    : new NegotiationResponder(protocols::contains, effects),
            listener::heard,
            onSelected);
    ctx.pipeline().addBefore(ctx.name(), null, handler);
  }

  private void finish() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void fail(ChannelHandlerContext ctx, Code code, String why) {
    finish();
    Channel channel = ctx.channel();
    boolean early = state != State.DONE && state != State.FAILED;
    if (state == State.DONE && code != Code.CUT_OFF) {
      LOG.debug("the connection with {} ends: {} {}", ends.remote(), code, why);
    }
    if (early) {
      state = State.FAILED;
      listener.failed(code, why);
    }
    Future<?> _ = channel.close();
  }
}
