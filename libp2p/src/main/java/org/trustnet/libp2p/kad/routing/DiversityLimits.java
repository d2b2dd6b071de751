package org.trustnet.libp2p.kad.routing;

import org.trustnet.libp2p.kad.routing.AddressGroups.Loopback;

/**
 * How many peers of one address group a table takes, so that one owner of addresses cannot fill it.
 *
 * @param perBucket most in one bucket
 * @param perTable most in the table, and in one reply
 * @param loopback how loopback addresses count
 */
public record DiversityLimits(int perBucket, int perTable, Loopback loopback) {
  /** What the Amino DHT uses: 2 in a bucket, 3 in the table (gokad dual.go). */
  public static final DiversityLimits AMINO = new DiversityLimits(2, 3, Loopback.GROUPED);

  /** The same with each loopback port apart, for many nodes on one machine. */
  public static final DiversityLimits AMINO_ON_LOOPBACK =
      new DiversityLimits(2, 3, Loopback.EACH_PORT_APART);

  /** No limit: a local network is one group. */
  public static final DiversityLimits NONE =
      new DiversityLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Loopback.GROUPED);

  public DiversityLimits {
    if (perBucket < 1 || perTable < perBucket) {
      throw new IllegalArgumentException("per bucket " + perBucket + ", per table " + perTable);
    }
  }
}
