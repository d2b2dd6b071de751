package org.trustnet.libp2p.secure;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;

/** An end of a connection without a network: security handlers, and what came out of them. */
public class SecuredEnd {
  public final EmbeddedChannel channel = new EmbeddedChannel();
  public final List<SecuredPeer> secured = new ArrayList<>();
  private final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
  private @Nullable Throwable failure;

  public SecuredEnd(List<? extends ChannelHandler> handlers) {
    handlers.forEach(channel.pipeline()::addLast);
    channel.pipeline().addLast(new Last());
    channel.runPendingTasks();
  }

  /** The first thing that went wrong. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Everything that was written to the wire since the last call. */
  public Bytes sent() {
    channel.runPendingTasks();
    List<Bytes> parts = new ArrayList<>();
    for (ByteBuf out; (out = channel.readOutbound()) != null; ) {
      parts.add(Bytes.wrap(ByteBufUtil.getBytes(out)));
      out.release();
    }
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  /** Takes bytes from the wire. */
  public void receive(Bytes bytes) {
    ByteBuf in = channel.alloc().buffer(Math.max(1, bytes.length()));
    in.writeBytes(bytes.toArray());
    channel.writeInbound(in);
    channel.runPendingTasks();
  }

  /** Secures and writes plaintext. */
  public void send(Bytes bytes) {
    ByteBuf out = channel.alloc().buffer(Math.max(1, bytes.length()));
    out.writeBytes(bytes.toArray());
    channel.writeOneOutbound(out);
  }

  /** The plaintext that arrived since the last call. */
  public Bytes received() {
    Bytes all = Bytes.copyOf(plaintext.toByteArray());
    plaintext.reset();
    return all;
  }

  public void close() {
    channel.finishAndReleaseAll();
  }

  /** Carries messages until neither side has any. */
  public static void pump(SecuredEnd a, SecuredEnd b) {
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
        return;
      }
    }
  }

  private final class Last extends ChannelInboundHandlerAdapter {
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
  }
}
