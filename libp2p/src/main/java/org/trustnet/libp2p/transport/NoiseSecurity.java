package org.trustnet.libp2p.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.crypto.X25519KeyPair;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.libp2p.noise.NoiseHandler;
import org.trustnet.libp2p.noise.NoiseHandshake;
import org.trustnet.libp2p.noise.NoiseIdentity;
import org.trustnet.multiformats.PeerId;

/** Noise, as transports install it. */
public final class NoiseSecurity implements SecurityProtocol {
  private final NoiseIdentity identity;
  private final RandomGenerator random;
  private final Executor cryptoPool;

  public NoiseSecurity(
      PrivateKey key, List<String> muxers, RandomGenerator random, Executor cryptoPool) {
    this.identity = NoiseIdentity.of(key, X25519KeyPair.generate(random), muxers);
    this.random = random;
    this.cryptoPool = cryptoPool;
  }

  @Override
  public String id() {
    return NoiseHandshake.PROTOCOL;
  }

  @Override
  public List<ChannelHandler> handlers(
      Direction direction, Optional<PeerId> expected, ByteBufAllocator allocator) {
    NoiseHandshake.Role role =
        direction == Direction.OUTBOUND
            ? NoiseHandshake.Role.INITIATOR
            : NoiseHandshake.Role.RESPONDER;
    NoiseHandshake handshake =
        new NoiseHandshake(role, identity, X25519KeyPair.generate(random), expected);
    return List.of(new NoiseHandler(handshake, cryptoPool));
  }
}
