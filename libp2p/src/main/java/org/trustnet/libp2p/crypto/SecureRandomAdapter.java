package org.trustnet.libp2p.crypto;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;

/** A {@link RandomGenerator} where the JDK asks for a {@link SecureRandom}. */
final class SecureRandomAdapter extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private SecureRandomAdapter(RandomGenerator source) {
    super(new Spi(source), null);
  }

  static SecureRandom of(RandomGenerator random) {
    return random instanceof SecureRandom secure ? secure : new SecureRandomAdapter(random);
  }

  private static final class Spi extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    private final transient RandomGenerator source;

    Spi(RandomGenerator source) {
      this.source = source;
    }

    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      source.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      byte[] seed = new byte[count];
      source.nextBytes(seed);
      return seed;
    }
  }
}
