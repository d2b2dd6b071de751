package org.trustnet.libp2p.transport.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.Future;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.transport.EventLoops;
import org.trustnet.libp2p.transport.SecurityProtocol;
import org.trustnet.libp2p.transport.SocketFault;
import org.trustnet.libp2p.transport.Upgrade;
import org.trustnet.libp2p.transport.UpgradeConfig;
import org.trustnet.libp2p.transport.UpgradeListener;
import org.trustnet.libp2p.transport.Upgraded;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/** Connections over TCP, listening and dialling, up to the multiplexer. Safe on any thread. */
public final class TcpTransport {
  private final EventLoops loops;
  private final TcpConfig config;
  private final UpgradeConfig upgrade;
  private final List<SecurityProtocol> security;
  private final LongSupplier nanos;

  /**
   * A transport on {@code loops}.
   *
   * @param security what is offered and accepted, the preferred first
   * @param nanos the clock, monotonic nanoseconds
   */
  public TcpTransport(
      EventLoops loops,
      TcpConfig config,
      UpgradeConfig upgrade,
      List<SecurityProtocol> security,
      LongSupplier nanos) {
    this.loops = loops;
    this.config = config;
    this.upgrade = upgrade;
    this.security = List.copyOf(security);
    this.nanos = nanos;
  }

  /**
   * Binds a listener, for the family of its address alone; port 0 takes a free one. Who comes waits
   * in the system's queue until the listener is told to {@link TcpListener#accept accept}.
   *
   * @param address {@code /ip4|ip6/…/tcp/…}
   * @return the listener, or the failure to bind
   */
  public CompletableFuture<TcpListener> listen(Multiaddr address, Gate gate) {
    InetSocketAddress socket =
        SocketAddresses.of(address)
            .orElseThrow(() -> new IllegalArgumentException("not a TCP address: " + address));
    CompletableFuture<TcpListener> bound = new CompletableFuture<>();
    ServerBootstrap listening =
        new ServerBootstrap()
            .group(loops.group())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, TcpConfig.BACKLOG)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .childHandler(new Starter(channel -> accepted(channel, gate)));
    if (socket.getAddress() instanceof Inet6Address) {
      listening.channelFactory(loops.serverChannels(SocketProtocolFamily.INET6));
      loops.ip6Only().ifPresent(option -> listening.option(option, 1));
    } else {
      listening.channelFactory(loops.serverChannels(SocketProtocolFamily.INET));
    }
    ChannelFuture binding = listening.bind(socket);
    binding.addListener(
        done -> {
          if (done.isSuccess()) {
            Channel channel = binding.channel();
            bound.complete(
                new TcpListener(channel, SocketAddresses.toMultiaddr(channel.localAddress())));
          } else {
            bound.completeExceptionally(done.cause());
          }
        });
    return bound;
  }

  /**
   * Dials one address.
   *
   * @param listener hears how it ends
   * @return gives the attempt up; does nothing once the connection is ready
   */
  public Runnable dial(Multiaddr address, PeerId peer, UpgradeListener listener) {
    InetSocketAddress socket =
        SocketAddresses.of(address)
            .orElseThrow(() -> new IllegalArgumentException("not a TCP address: " + address));
    Attempt attempt = new Attempt(listener);
    ChannelFuture connecting =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.socketChannel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) config.connectTimeout().toMillis())
            .handler(new Starter(channel -> dialled(channel, peer, attempt)))
            .connect(socket);
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            attempt.failed(Code.CUT_OFF, reason(done.cause()));
          }
        });
    return () -> {
      if (!attempt.ended) {
        Future<?> _ = connecting.channel().close();
      }
    };
  }

  private void dialled(Channel channel, PeerId peer, UpgradeListener listener) {
    add(channel, Direction.OUTBOUND, Optional.of(peer), listener);
  }

  private void accepted(Channel channel, Gate gate) {
    Multiaddr remote = SocketAddresses.toMultiaddr(channel.remoteAddress());
    Optional<UpgradeListener> listener = gate.admit(remote, () -> close(channel));
    if (listener.isEmpty()) {
      close(channel);
      return;
    }
    add(channel, Direction.INBOUND, Optional.empty(), listener.get());
  }

  private static void close(Channel channel) {
    Future<?> _ = channel.close();
  }

  private void add(
      Channel channel, Direction direction, Optional<PeerId> expected, UpgradeListener listener) {
    Upgrade.Ends ends =
        new Upgrade.Ends(
            direction,
            expected,
            SocketAddresses.toMultiaddr(channel.localAddress()),
            SocketAddresses.toMultiaddr(channel.remoteAddress()));
    listener.opened();
    channel.pipeline().addLast(new Upgrade(ends, security, upgrade, nanos, listener));
  }

  private static WriteBufferWaterMark waterMark() {
    return new WriteBufferWaterMark(TcpConfig.WRITE_LOW_WATER, TcpConfig.WRITE_HIGH_WATER);
  }

  private static String reason(Throwable cause) {
    return cause instanceof java.nio.channels.ClosedChannelException
        ? "given up"
        : SocketFault.told(cause);
  }

  /** Starts the upgrade once the connection stands, and leaves. */
  private static final class Starter extends ChannelInboundHandlerAdapter {
    private final java.util.function.Consumer<Channel> start;

    private Starter(java.util.function.Consumer<Channel> start) {
      this.start = start;
    }

    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      start.accept(ctx.channel());
      ctx.fireChannelActive();
      ctx.pipeline().remove(this);
    }
  }

  /** Makes sure that the listener hears one end only. On the loop. */
  private static final class Attempt implements UpgradeListener {
    private final UpgradeListener listener;
    private volatile boolean ended;

    private Attempt(UpgradeListener listener) {
      this.listener = listener;
    }

    @Override
    public void opened() {
      listener.opened();
    }

    @Override
    public Optional<Muxer.Acceptor> upgraded(Upgraded connection) {
      ended = true;
      return listener.upgraded(connection);
    }

    @Override
    public void failed(Code code, String why) {
      if (!ended) {
        ended = true;
        listener.failed(code, why);
      }
    }
  }
}
