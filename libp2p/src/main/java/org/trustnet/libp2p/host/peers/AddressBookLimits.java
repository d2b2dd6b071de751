package org.trustnet.libp2p.host.peers;

/**
 * How much the address book holds. Its content is what strangers say of themselves and others.
 *
 * @param peers peers
 * @param addresses addresses of a peer
 * @param peerBytes bytes of a peer's addresses, and separately of its signed record
 * @param totalBytes bytes of all peers' addresses, records and unshared protocol sets
 */
public record AddressBookLimits(int peers, int addresses, int peerBytes, long totalBytes) {
  public AddressBookLimits {
    if (peers < 1 || addresses < 1 || peerBytes < 64 || totalBytes < 2L * peerBytes) {
      throw new IllegalArgumentException("address book limit out of range");
    }
  }

  /** Far more peers than a routing table has, in less than 20 MiB. */
  public static AddressBookLimits defaults() {
    return new AddressBookLimits(10_000, 32, 1_024, 8L << 20);
  }
}
