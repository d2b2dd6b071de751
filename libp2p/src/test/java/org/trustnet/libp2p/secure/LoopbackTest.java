package org.trustnet.libp2p.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.crypto.X25519KeyPair;
import org.trustnet.libp2p.noise.NoiseHandler;
import org.trustnet.libp2p.noise.NoiseHandshake;
import org.trustnet.libp2p.noise.NoiseHandshake.Role;
import org.trustnet.libp2p.noise.NoiseIdentity;
import org.trustnet.libp2p.tls.TlsCertificate;
import org.trustnet.libp2p.tls.TlsContexts;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;

/**
 * Both security protocols over sockets, with event loops and a crypto pool of their own threads.
 */
class LoopbackTest {
  private static final int MEGABYTE = 1 << 20;
  private static final long PATIENCE_SECONDS = 20;
  private static final List<String> MUXERS = List.of("/yamux/1.0.0");
  private static final PrivateKey ALICE = Keys.generate(KeyType.ED25519, new SplittableRandom(1));
  private static final PrivateKey BOB = Keys.generate(KeyType.ED25519, new SplittableRandom(2));

  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  @AfterEach
  void stop() throws Exception {
    loops.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).await();
    pool.shutdownNow();
  }

  @Test
  void noiseCarriesAMegabyte() throws Exception {
    NoiseIdentity alice = NoiseIdentity.of(ALICE, pair(3), MUXERS);
    NoiseIdentity bob = NoiseIdentity.of(BOB, pair(4), MUXERS);
    carry(
        _ ->
            List.of(
                new NoiseHandler(
                    new NoiseHandshake(Role.INITIATOR, alice, pair(5), Optional.of(BOB.peerId())),
                    pool)),
        _ ->
            List.of(
                new NoiseHandler(
                    new NoiseHandshake(Role.RESPONDER, bob, pair(6), Optional.empty()), pool)));
  }

  @Test
  void tlsCarriesAMegabyte() throws Exception {
    TlsContexts alice = contexts(ALICE);
    TlsContexts bob = contexts(BOB);
    carry(
        channel -> alice.clientHandlers(channel.alloc(), Optional.of(BOB.peerId()), pool),
        channel -> bob.serverHandlers(channel.alloc(), Optional.empty(), pool));
  }

  private void carry(
      Function<Channel, List<ChannelHandler>> client,
      Function<Channel, List<ChannelHandler>> server)
      throws Exception {
    CompletableFuture<SecuredPeer> seenByServer = new CompletableFuture<>();
    CompletableFuture<Bytes> received = new CompletableFuture<>();
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(initializer(server, new Receiver(seenByServer, received)))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    CompletableFuture<SecuredPeer> seenByClient = new CompletableFuture<>();
    Channel dialled =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(initializer(client, new Receiver(seenByClient, new CompletableFuture<>())))
            .connect(listener.localAddress())
            .sync()
            .channel();
    assertThat(seenByClient.get(PATIENCE_SECONDS, TimeUnit.SECONDS).peer()).isEqualTo(BOB.peerId());
    byte[] data = new byte[MEGABYTE];
    new SplittableRandom(7).nextBytes(data);
    dialled.writeAndFlush(dialled.alloc().buffer(MEGABYTE).writeBytes(data)).sync();
    assertThat(seenByServer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).peer())
        .isEqualTo(ALICE.peerId());
    assertThat(received.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(Bytes.wrap(data));
    dialled.close().sync();
    listener.close().sync();
  }

  private static ChannelInitializer<Channel> initializer(
      Function<Channel, List<ChannelHandler>> security, ChannelHandler last) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        security.apply(channel).forEach(channel.pipeline()::addLast);
        channel.pipeline().addLast(last);
      }
    };
  }

  /** Reports the peer, a failure, and the first megabyte. */
  private static final class Receiver extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<SecuredPeer> secured;
    private final CompletableFuture<Bytes> received;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Receiver(CompletableFuture<SecuredPeer> secured, CompletableFuture<Bytes> received) {
      this.secured = secured;
      this.received = received;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SecuredPeer peer) {
        secured.complete(peer);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf in = (ByteBuf) message;
      bytes.writeBytes(ByteBufUtil.getBytes(in));
      in.release();
      if (bytes.size() >= MEGABYTE) {
        received.complete(Bytes.wrap(bytes.toByteArray()));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      secured.completeExceptionally(cause);
      received.completeExceptionally(cause);
    }
  }

  private static X25519KeyPair pair(int seed) {
    return X25519KeyPair.generate(new SplittableRandom(seed));
  }

  private static TlsContexts contexts(PrivateKey identity) {
    Instant now = Instant.parse("2026-11-01T12:00:00Z");
    return TlsContexts.of(
        TlsCertificate.create(identity, now, new SplittableRandom(8)),
        MUXERS,
        InstantSource.fixed(now));
  }
}
