package org.trustnet.libp2p.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.trustnet.multiformats.PeerId;

/**
 * Makes the handlers that secure a connection with TLS. TLS 1.3 only, certificates on both sides,
 * no server name, no host check, no resumption. One for the process; safe on any thread.
 */
public final class TlsContexts {
  /** The protocol ID. */
  public static final String PROTOCOL = "/tls/1.0.0";

  /** The ALPN entry that leaves the muxer to multistream-select. */
  public static final String NO_EARLY_MUXER = "libp2p";

  private static final int NO_PORT = -1;

  private final SslContext client;
  private final SslContext server;

  private TlsContexts(SslContext client, SslContext server) {
    this.client = client;
    this.server = server;
  }

  /**
   * Contexts for one certificate.
   *
   * @param muxers the muxers we have, the preferred one first
   * @param clock tells the time at which certificates must be valid
   */
  public static TlsContexts of(TlsCertificate own, List<String> muxers, InstantSource clock) {
    NamelessCertificates.install();
    PeerJudge trust = new PeerJudge(clock);
    ApplicationProtocolConfig alpn = alpn(muxers);
    try {
      SslContext client =
          common(SslContextBuilder.forClient().keyManager(own.key(), own.certificate()), alpn)
              .trustManager(trust)
              .endpointIdentificationAlgorithm(null)
              .build();
      SslContext server =
          common(SslContextBuilder.forServer(own.key(), own.certificate()), alpn)
              .trustManager(trust)
              .clientAuth(ClientAuth.REQUIRE)
              .build();
      return new TlsContexts(client, server);
    } catch (SSLException e) {
      throw new IllegalStateException("every JDK has TLS 1.3", e);
    }
  }

  /** A peer without ALPN is accepted, as go does: it gets multistream-select. */
  private static ApplicationProtocolConfig alpn(List<String> muxers) {
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.NO_ADVERTISE,
        SelectedListenerFailureBehavior.ACCEPT,
        Stream.concat(muxers.stream(), Stream.of(NO_EARLY_MUXER)).toList());
  }

  private static SslContextBuilder common(
      SslContextBuilder builder, ApplicationProtocolConfig alpn) {
    return builder
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3")
        .applicationProtocolConfig(alpn);
  }

  /**
   * The handlers for the side that speaks first, to be added in this order. The last fires the
   * {@link org.trustnet.libp2p.secure.SecuredPeer} as user event, or a {@link
   * org.trustnet.libp2p.WireException}, and then closes.
   *
   * @param expected the peer that must be at the other end; empty if anyone may
   * @param cryptoPool does the public-key arithmetic; bounded
   */
  public List<ChannelHandler> clientHandlers(
      ByteBufAllocator allocator, Optional<PeerId> expected, Executor cryptoPool) {
    return handlers(client, allocator, expected, cryptoPool);
  }

  /** The handlers for the side that answers; see {@link #clientHandlers}. */
  public List<ChannelHandler> serverHandlers(
      ByteBufAllocator allocator, Optional<PeerId> expected, Executor cryptoPool) {
    return handlers(server, allocator, expected, cryptoPool);
  }

  /**
   * A peer ID has no dot, so the JDK takes it for no host name and sends no server name. Sessions
   * are invalidated before they are complete, so none is found again under it.
   */
  private static List<ChannelHandler> handlers(
      SslContext context, ByteBufAllocator allocator, Optional<PeerId> expected, Executor pool) {
    SslHandler tls =
        expected
            .map(peer -> context.newHandler(allocator, peer.toString(), NO_PORT, pool))
            .orElseGet(() -> context.newHandler(allocator, pool));
    tls.setHandshakeTimeoutMillis(0);
    return List.of(tls, new TlsResultHandler(tls));
  }
}
