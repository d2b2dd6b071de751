package org.trustnet.libp2p.kad.records;

import java.time.Duration;
import java.time.Instant;

/**
 * How much a record store holds and how long.
 *
 * @param maxValues most values
 * @param maxValueBytes most bytes of all values and their keys together
 * @param providers of announcements
 * @param ages how long things last
 */
public record RecordLimits(int maxValues, long maxValueBytes, Providers providers, Ages ages) {
  /**
   * How many announcements are held. Bytes are those of the heap, as estimated by {@link
   * #KEY_BYTES} and {@link #ANNOUNCEMENT_BYTES}.
   *
   * @param maxProviderKeys most keys with providers
   * @param maxProvidersPerKey most providers of one key
   * @param maxKeysPerProvider most keys that one peer may announce here, and most announcements of
   *     all peers of one address group
   * @param maxProviders most announcements of all keys together
   * @param maxProviderBytes most bytes of all announcements and their keys together
   */
  public record Providers(
      int maxProviderKeys,
      int maxProvidersPerKey,
      int maxKeysPerProvider,
      int maxProviders,
      long maxProviderBytes) {
    /** What one key takes besides its own bytes; 270 were measured. */
    public static final int KEY_BYTES = 300;

    /** What one announcement takes besides its addresses; 240 to 300 were measured. */
    public static final int ANNOUNCEMENT_BYTES = 300;

    public Providers {
      require(maxProviderKeys);
      require(maxProvidersPerKey);
      require(maxKeysPerProvider);
      require(maxProviders);
      require(maxProviderBytes);
    }
  }

  /**
   * How long things last, ipfs/specs kad-dht.md.
   *
   * @param value how old a value may get
   * @param provider how old an announcement may get
   * @param addresses how long the addresses told with it are handed out
   */
  public record Ages(Duration value, Duration provider, Duration addresses) {
    /**
     * Whether what was received then is younger than {@code age}. A clock that was set back makes
     * times to come of those gone by: they count as much, or what has them would stay for as long
     * as the clock was ahead.
     */
    static boolean isYounger(Instant received, Duration age, Instant now) {
      return Duration.between(received, now).abs().compareTo(age) < 0;
    }

    /** 48 hours, 48 hours, 24 hours. */
    public static final Ages AMINO =
        new Ages(Duration.ofHours(48), Duration.ofHours(48), Duration.ofHours(24));
  }

  /** Most addresses kept of a provider: two families, two transports, a few relays. */
  public static final int MAX_ADDRESSES = 8;

  /**
   * Most bytes kept of a provider's addresses, each with its length: no more of a peer is ever
   * handed out ({@code KadWire.MAX_PEER_SENT}).
   */
  public static final int MAX_ADDRESS_BYTES = 720;

  /**
   * For a node with a heap of 256 MB: 16 MiB of values (40,000 IPNS records of 400 bytes) and 16
   * MiB of announcements (21,000 of different keys with 150 bytes of addresses).
   */
  public static final RecordLimits DEFAULT =
      new RecordLimits(
          32_768, 16L << 20, new Providers(65_536, 64, 16_384, 32_768, 16L << 20), Ages.AMINO);

  public RecordLimits {
    require(maxValues);
    require(maxValueBytes);
  }

  private static void require(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("every limit is at least 1");
    }
  }
}
