package org.trustnet.libp2p.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The event loops of one host, one a core: epoll where the system has it, NIO elsewhere. An edge:
 * here threads are made.
 */
public final class EventLoops implements AutoCloseable {
  /** What carries the sockets. */
  public enum Io {
    /** Epoll where the system has it, NIO elsewhere. */
    FASTEST,
    /** NIO, which every system has. */
    PORTABLE
  }

  /** Linux, {@code ipv6(7)}: {@code IPPROTO_IPV6} and the option's number. */
  private static final ChannelOption<Integer> IPV6_V6ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private static final Duration QUIET = Duration.ofMillis(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final MultiThreadIoEventLoopGroup group;
  private final boolean epoll;

  private EventLoops(int threads, boolean epoll) {
    this.epoll = epoll;
    AtomicInteger number = new AtomicInteger();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group =
        new MultiThreadIoEventLoopGroup(
            threads,
            (ThreadFactory) task -> new LoopThread(task, "wire-" + number.getAndIncrement()),
            io);
  }

  /** So many loops. */
  public static EventLoops start(int threads, Io io) {
    return new EventLoops(threads, io == Io.FASTEST && Epoll.isAvailable());
  }

  /** Blocking calls begin with this: a loop that waits stops all its connections. */
  public static void refuse() {
    if (Thread.currentThread() instanceof LoopThread) {
      throw new IllegalStateException("a blocking call on an event loop");
    }
  }

  public MultiThreadIoEventLoopGroup group() {
    return group;
  }

  /** For timers that belong to no connection. */
  public ScheduledExecutorService timer() {
    return group;
  }

  /** Listening sockets of one family. */
  public ChannelFactory<ServerChannel> serverChannels(SocketProtocolFamily family) {
    return epoll
        ? () -> new EpollServerSocketChannel(family)
        : () -> new NioServerSocketChannel(SelectorProvider.provider(), family);
  }

  /**
   * To be set to 1 on a listening socket of IPv6, which else takes the port of IPv4 too. Empty
   * where there is no such option: NIO has none.
   */
  public Optional<ChannelOption<Integer>> ip6Only() {
    return epoll ? Optional.of(IPV6_V6ONLY) : Optional.empty();
  }

  public Class<? extends SocketChannel> socketChannel() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** Ends all loops; waits until they have ended, for a bounded time. Not on a loop. */
  @Override
  public void close() {
    refuse();
    group
        .shutdownGracefully(QUIET.toMillis(), LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(LONGEST_CLOSE.toMillis());
  }

  /** Marks the threads that must not wait. */
  private static final class LoopThread extends FastThreadLocalThread {
    private LoopThread(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }
  }
}
