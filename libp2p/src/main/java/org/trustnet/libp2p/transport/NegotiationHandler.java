package org.trustnet.libp2p.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.multistream.Negotiation;
import org.trustnet.multiformats.Bytes;

/**
 * multistream-select over a whole connection. Tells {@code onBegun} of the peer's first byte. When
 * a protocol is agreed on, it lets {@code onSelected} put the protocol's handlers behind it, passes
 * them the bytes that came after the agreement, and is gone. Each bad end is fired as an exception.
 */
final class NegotiationHandler extends ChannelInboundHandlerAdapter implements Negotiation.Effects {
  /**
   * The first byte of all: the length of the header. Whoever speaks HTTP or bare TLS is known by it
   * and need not be waited for.
   */
  private static final int HEADER_LENGTH = 0x13;

  private final Negotiation negotiation;
  private final Runnable onBegun;
  private final Consumer<String> onSelected;
  private @Nullable ChannelHandlerContext context;
  private @Nullable String selected;
  private boolean started;
  private boolean begun;

  NegotiationHandler(
      Function<Negotiation.Effects, Negotiation> machine,
      Runnable onBegun,
      Consumer<String> onSelected) {
    this.negotiation = machine.apply(this);
    this.onBegun = onBegun;
    this.onSelected = onSelected;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    if (ctx.channel().isActive()) {
      start(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    start(ctx);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (!begun && in.isReadable() && in.getByte(in.readerIndex()) != HEADER_LENGTH) {
      in.release();
      failed(WireException.Code.UNSUPPORTED, "the peer does not speak multistream 1.0.0");
      return;
    }
    if (!begun && in.isReadable()) {
      begun = true;
      onBegun.run();
    }
    if (!negotiation.feed(in)) {
      in.release();
      return;
    }
    ctx.flush();
    String protocol = selected;
    if (protocol == null) {
      in.release();
      return;
    }
    onSelected.accept(protocol);
    if (in.isReadable()) {
      ctx.fireChannelRead(in);
    } else {
      in.release();
    }
    ctx.pipeline().remove(this);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    negotiation.ended();
    ctx.fireChannelInactive();
  }

  @Override
  public void write(Bytes bytes) {
    ChannelHandlerContext ctx = java.util.Objects.requireNonNull(context);
    Future<?> _ = ctx.write(Unpooled.wrappedBuffer(bytes.asByteBuffer()), ctx.voidPromise());
  }

  @Override
  public void selected(String protocol) {
    selected = protocol;
  }

  @Override
  public void failed(WireException.Code code, String why) {
    ChannelHandlerContext ctx = java.util.Objects.requireNonNull(context);
    ctx.fireExceptionCaught(WireException.connection(code, why));
  }

  private void start(ChannelHandlerContext ctx) {
    if (!started) {
      started = true;
      negotiation.start();
      ctx.flush();
    }
  }
}
