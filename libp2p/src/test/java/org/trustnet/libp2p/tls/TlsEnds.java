package org.trustnet.libp2p.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.multiformats.Bytes;

/** Ends of TLS connections without a network. */
final class TlsEnds {
  private TlsEnds() {}

  /** A channel with TLS handlers, and what came out of it. */
  static final class End {
    final EmbeddedChannel channel = new EmbeddedChannel();
    final List<SecuredPeer> secured = new ArrayList<>();
    final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    @Nullable Throwable failure;
    private boolean ended;

    End(List<? extends ChannelHandler> handlers) {
      handlers.forEach(channel.pipeline()::addLast);
      channel
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                  if (event instanceof SecuredPeer peer) {
                    secured.add(peer);
                  }
                }

                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                  ByteBuf in = (ByteBuf) message;
                  plaintext.writeBytes(ByteBufUtil.getBytes(in));
                  in.release();
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                  if (failure == null) {
                    failure = cause;
                  }
                }
              });
    }

    Bytes sent() {
      channel.runPendingTasks();
      List<Bytes> parts = new ArrayList<>();
      for (ByteBuf out; (out = channel.readOutbound()) != null; ) {
        parts.add(Bytes.wrap(ByteBufUtil.getBytes(out)));
        out.release();
      }
      return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    void receive(Bytes bytes) {
      if (channel.isOpen()) {
        channel.writeInbound(ByteBufAllocator.DEFAULT.buffer().writeBytes(bytes.toArray()));
        channel.runPendingTasks();
      }
    }

    void send(String text) {
      channel.writeOneOutbound(ByteBufUtil.writeUtf8(ByteBufAllocator.DEFAULT, text));
      channel.flush();
    }

    String received() {
      return plaintext.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    void close() {
      if (!ended) {
        ended = true;
        try {
          channel.finishAndReleaseAll();
        } catch (Exception closing) {
          // What a broken handshake leaves behind is not what the test is about.
        }
      }
    }
  }

  /** Carries messages until neither side has any, then the ends of closed channels. */
  static void pump(End a, End b) {
    while (true) {
      Bytes fromA = a.sent();
      if (!fromA.isEmpty()) {
        b.receive(fromA);
      }
      Bytes fromB = b.sent();
      if (!fromB.isEmpty()) {
        a.receive(fromB);
      }
      if (fromA.isEmpty() && fromB.isEmpty()) {
        break;
      }
    }
  }
}
