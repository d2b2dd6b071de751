package org.trustnet.libp2p.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.multiformats.PublicKey;

/**
 * Turns what Netty's TLS handler reports into what libp2p knows: the proven peer, or the peer's
 * fault. On the channel's event loop.
 */
final class TlsResultHandler extends ChannelInboundHandlerAdapter {
  private final SslHandler tls;
  private boolean failed;

  TlsResultHandler(SslHandler tls) {
    this.tls = tls;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent completion)) {
      ctx.fireUserEventTriggered(event);
    } else if (completion.isSuccess()) {
      succeed(ctx);
    } else {
      fail(ctx, fault(completion.cause()));
    }
  }

  private void succeed(ChannelHandlerContext ctx) {
    SSLSession session = tls.engine().getSession();
    if (!(session.getValue(PeerJudge.PROVEN_KEY) instanceof PublicKey key)) {
      fail(ctx, WireException.connection(Code.BAD_SIGNATURE, "the connection has proven no key"));
      return;
    }
    session.removeValue(PeerJudge.PROVEN_KEY);
    Optional<String> muxer =
        Optional.ofNullable(tls.applicationProtocol())
            .filter(protocol -> !protocol.equals(TlsContexts.NO_EARLY_MUXER));
    ctx.fireUserEventTriggered(new SecuredPeer(key.peerId(), key, muxer, TlsContexts.PROTOCOL));
  }

  /** After a failure that was reported, Netty's own report of it is of no use. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    boolean ofTls =
        cause instanceof SSLException
            || cause instanceof DecoderException && cause.getCause() instanceof SSLException;
    if (!ofTls) {
      ctx.fireExceptionCaught(cause);
    } else {
      fail(ctx, fault(cause));
    }
  }

  private void fail(ChannelHandlerContext ctx, WireException why) {
    if (!failed) {
      failed = true;
      ctx.fireExceptionCaught(why);
      var _ = ctx.close();
    }
  }

  private static WireException fault(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return WireException.connection(Code.CUT_OFF, "the peer closed during the TLS handshake");
    }
    for (@Nullable Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof RefusedCertificate refused) {
        return refused.fault();
      }
    }
    return WireException.connection(Code.MALFORMED, "TLS failed: " + cause.getMessage());
  }
}
