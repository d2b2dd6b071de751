package org.trustnet.libp2p.host.peers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * What is kept of a peer over a restart.
 *
 * @param sequence of the newest signed record taken, 0 if there was none; unsigned
 * @param envelope that record, if it is short enough to be kept
 */
public record StoredPeer(
    PeerId peer,
    List<Address> addresses,
    Set<String> protocols,
    Dialling dialling,
    long sequence,
    Optional<Bytes> envelope) {
  public StoredPeer {
    addresses = List.copyOf(addresses);
    protocols = Set.copyOf(protocols);
  }

  /**
   * An address.
   *
   * @param expires when it is forgotten
   * @param certified whether it is from the peer's signed record
   */
  public record Address(Multiaddr address, Instant expires, boolean certified) {}

  /** How dialling the peer went; see {@link org.trustnet.libp2p.host.AddressBook.Remembered}. */
  public record Dialling(int successes, int failures, Optional<Instant> lastSuccess) {}

  /**
   * What changed since it was last asked.
   *
   * @param updated peers as they are now
   * @param removed peers that are forgotten
   */
  public record Changes(List<StoredPeer> updated, List<PeerId> removed) {
    public Changes {
      updated = List.copyOf(updated);
      removed = List.copyOf(removed);
    }
  }
}
