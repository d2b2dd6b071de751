package org.trustnet.libp2p.kad.records;

import java.time.Duration;

/**
 * How much a record store holds and how long.
 *
 * @param maxValues most values
 * @param maxValueBytes most bytes of all values and their keys together
 * @param maxProviderKeys most keys with providers
 * @param maxProvidersPerKey most providers of one key
 * @param maxKeysPerProvider most keys that one peer may announce here
 * @param ages how long things last
 */
public record RecordLimits(
    int maxValues,
    long maxValueBytes,
    int maxProviderKeys,
    int maxProvidersPerKey,
    int maxKeysPerProvider,
    Ages ages) {
  /**
   * How long things last, ipfs/specs kad-dht.md.
   *
   * @param value how old a value may get
   * @param provider how old an announcement may get
   * @param addresses how long the addresses told with it are handed out
   */
  public record Ages(Duration value, Duration provider, Duration addresses) {
    /** 48 hours, 48 hours, 24 hours. */
    public static final Ages AMINO =
        new Ages(Duration.ofHours(48), Duration.ofHours(48), Duration.ofHours(24));
  }

  /** Most addresses kept of a provider: two families, two transports, a few relays. */
  public static final int MAX_ADDRESSES = 8;

  /**
   * For a node with a heap of 256 MB: 16 MiB of values (40,000 IPNS records of 400 bytes), and
   * providers that take about 20 MB when full.
   */
  public static final RecordLimits DEFAULT =
      new RecordLimits(32_768, 16L << 20, 65_536, 64, 16_384, Ages.AMINO);

  public RecordLimits {
    if (maxValues < 1
        || maxValueBytes < 1
        || maxProviderKeys < 1
        || maxProvidersPerKey < 1
        || maxKeysPerProvider < 1) {
      throw new IllegalArgumentException("every limit is at least 1");
    }
  }
}
