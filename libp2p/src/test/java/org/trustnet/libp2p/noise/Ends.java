package org.trustnet.libp2p.noise;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.crypto.X25519KeyPair;
import org.trustnet.libp2p.noise.NoiseHandshake.Role;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PeerId;

/** Identities and ends of connections for the tests of this package. */
final class Ends {
  static final PrivateKey ALICE = Keys.generate(KeyType.ED25519, new SplittableRandom(1));
  static final PrivateKey BOB = Keys.generate(KeyType.SECP256K1, new SplittableRandom(2));
  static final List<String> MUXERS = List.of("/yamux/1.0.0");
  private static final NoiseIdentity ALICES = NoiseIdentity.of(ALICE, keyPair(3), MUXERS);
  private static final NoiseIdentity BOBS = NoiseIdentity.of(BOB, keyPair(5), MUXERS);
  private static final X25519KeyPair ALICES_EPHEMERAL = keyPair(4);
  private static final X25519KeyPair BOBS_EPHEMERAL = keyPair(6);

  private Ends() {}

  static X25519KeyPair keyPair(int seed) {
    return X25519KeyPair.generate(new SplittableRandom(seed));
  }

  static NoiseHandshake alice(Optional<PeerId> expected) {
    return new NoiseHandshake(Role.INITIATOR, ALICES, ALICES_EPHEMERAL, expected);
  }

  static NoiseHandshake bob(Optional<PeerId> expected) {
    return new NoiseHandshake(Role.RESPONDER, BOBS, BOBS_EPHEMERAL, expected);
  }

  /** A channel with a handler, and what came out of it. */
  static final class End {
    final NoiseHandler handler;
    final EmbeddedChannel channel;
    final List<SecuredPeer> secured = new ArrayList<>();
    final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    @Nullable Throwable failure;

    End(NoiseHandshake handshake, Executor pool) {
      handler = new NoiseHandler(handshake, pool);
      channel =
          new EmbeddedChannel(
              handler,
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
                  failure = cause;
                }
              });
      channel.runPendingTasks();
    }

    End(NoiseHandshake handshake) {
      this(handshake, Runnable::run);
    }

    /** Everything that was written to the wire since the last call. */
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
      ByteBuf in = channel.alloc().buffer(Math.max(1, bytes.length()));
      in.writeBytes(bytes.toArray());
      channel.writeInbound(in);
      channel.runPendingTasks();
    }

    void send(Bytes bytes) {
      ByteBuf out = channel.alloc().buffer(Math.max(1, bytes.length()));
      out.writeBytes(bytes.toArray());
      channel.writeOneOutbound(out);
    }

    Bytes received() {
      Bytes all = Bytes.copyOf(plaintext.toByteArray());
      plaintext.reset();
      return all;
    }

    void close() {
      channel.finishAndReleaseAll();
    }
  }

  /** Carries messages until neither side has any. */
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
        return;
      }
    }
  }
}
