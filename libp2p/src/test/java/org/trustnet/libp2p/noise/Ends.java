package org.trustnet.libp2p.noise;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.crypto.X25519KeyPair;
import org.trustnet.libp2p.noise.NoiseHandshake.Role;
import org.trustnet.libp2p.secure.SecuredEnd;
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

  /** An end with a Noise handler. */
  static final class End extends SecuredEnd {
    final NoiseHandler handler;

    End(NoiseHandshake handshake, Executor pool) {
      this(new NoiseHandler(handshake, pool));
    }

    End(NoiseHandshake handshake) {
      this(handshake, Runnable::run);
    }

    private End(NoiseHandler handler) {
      super(List.of(handler));
      this.handler = handler;
    }
  }
}
