package org.trustnet.libp2p.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/** An upgrade of an inbound connection, in time that the test passes. */
@ChecksLeaks
class UpgradeTest {
  private static final String HELLO = "\u0013/multistream/1.0.0\n";
  private static final String HELD = "\u0006/held\n";
  private static final Multiaddr HERE = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
  private static final long SECONDS = UpgradeConfig.defaults().timeout().toSeconds();

  private final List<String> heard = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  UpgradeTest() {
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new Upgrade(
                new Upgrade.Ends(Direction.INBOUND, Optional.empty(), HERE, HERE),
                List.of(new Held()),
                UpgradeConfig.defaults(),
                () -> 0L,
                new Listener()));
  }

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  /** Security whose handshake takes every byte and is over when the test says so. */
  private static final class Held implements SecurityProtocol {
    @Override
    public String id() {
      return "/held";
    }

    @Override
    public List<ChannelHandler> handlers(
        Direction direction, Optional<PeerId> expected, ByteBufAllocator allocator) {
      return List.of(new Handshake());
    }
  }

  private static final class Handshake extends ChannelInboundHandlerAdapter {
    private boolean over;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (over) {
        ctx.fireChannelRead(message);
      } else {
        ReferenceCountUtil.release(message);
      }
    }
  }

  private final class Listener implements UpgradeListener {
    @Override
    public Optional<Muxer.Acceptor> upgraded(Upgraded connection) {
      heard.add("upgraded");
      return Optional.empty();
    }

    @Override
    public void failed(Code code, String why) {
      heard.add(code + " " + why);
    }
  }

  private void says(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  private void reach(String phase) {
    if (!phase.equals("SECURITY")) {
      says(HELLO + HELD);
    }
    if (phase.equals("MUXER")) {
      prove();
    }
  }

  /** The handshake ends. */
  private void prove() {
    Handshake handshake = channel.pipeline().get(Handshake.class);
    handshake.over = true;
    PublicKey key = Keys.generate(KeyType.ED25519, new SecureRandom()).publicKey();
    channel
        .pipeline()
        .context(handshake)
        .fireUserEventTriggered(new SecuredPeer(PeerId.of(key), key, Optional.empty(), "/held"));
  }

  private void passSecond() {
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  @ParameterizedTest
  @CsvSource({"SECURITY", "HANDSHAKE", "MUXER"})
  void aByteEverySecondDoesNotStretchTheTimeInAnyPhase(String phase) {
    reach(phase);
    for (int second = 1; second < SECONDS; second++) {
      says(HELLO.substring(second - 1, second));
      passSecond();
    }
    assertThat(heard).isEmpty();
    assertThat(channel.isOpen()).isTrue();

    passSecond();

    assertThat(heard).containsExactly("TIMEOUT the upgrade took too long, at " + phase);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void thePhasesShareOneTime() {
    for (int second = 1; second <= 5; second++) {
      passSecond();
    }
    reach("HANDSHAKE");
    for (int second = 6; second <= 10; second++) {
      passSecond();
    }
    assertThat(heard).isEmpty();
    prove();
    for (int second = 11; second <= SECONDS; second++) {
      passSecond();
    }
    assertThat(heard).containsExactly("TIMEOUT the upgrade took too long, at MUXER");
  }

  @Test
  void whoMayNotStayIsToldSoByTheMultiplexerBeforeItIsClosed() {
    reach("MUXER");
    says(HELLO + "\r/yamux/1.0.0\n");

    assertThat(heard).containsExactly("upgraded");
    ByteBuf said = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      said.writeBytes(part);
      part.release();
    }
    String goodbye = "000300000000000000000000"; // version 0, GO_AWAY, no flag, session, normal
    assertThat(ByteBufUtil.hexDump(said)).endsWith(goodbye);
    said.release();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoIsClosedMeanwhileIsToldOnce() {
    reach("HANDSHAKE");
    channel.close();
    passSecond();
    assertThat(heard).hasSize(1);
    assertThat(heard.getFirst()).startsWith("CUT_OFF");
  }
}
