package org.trustnet.libp2p.identify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.rpc.Frames;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PublicKey;

/**
 * What we say to one kind of peer, encoded once: only the observed address differs from connection
 * to connection.
 *
 * @param first key, addresses, protocols and versions
 * @param record the signed record as a message of its own kind, to be merged
 */
record Announcement(Bytes first, Bytes record) {
  /** Room for the observed address in the first message, in bytes: an IPv6 address takes 24. */
  private static final int OBSERVED_ROOM = 128;

  /** What the content says; its addresses are cut where the first message would grow too long. */
  static Announcement of(
      PrivateKey key,
      Collection<Multiaddr> addresses,
      Set<String> protocols,
      IdentifyConfig config,
      long sequence) {
    List<Multiaddr> fitting = new ArrayList<>(addresses);
    Bytes first = encode(key.publicKey(), fitting, protocols, config);
    while (first.length() > IdentifyConfig.FIRST_MESSAGE_BYTES - OBSERVED_ROOM
        && !fitting.isEmpty()) {
      fitting.removeLast();
      first = encode(key.publicKey(), fitting, protocols, config);
    }
    Bytes envelope = new PeerRecord(key.peerId(), sequence, fitting).seal(key).encode();
    return new Announcement(first, IdentifyWire.encodeRecord(envelope));
  }

  /** The bytes of a whole answer: one message, or two where one would be long. */
  Bytes frames(Multiaddr remote) {
    Bytes observed = IdentifyWire.encodeObserved(remote);
    Bytes head = observed.length() <= OBSERVED_ROOM ? Bytes.concat(first, observed) : first;
    return head.length() + record.length() <= IdentifyConfig.SPLIT_BYTES
        ? Frames.encode(Bytes.concat(head, record))
        : Bytes.concat(Frames.encode(head), Frames.encode(record));
  }

  private static Bytes encode(
      PublicKey key, List<Multiaddr> addresses, Set<String> protocols, IdentifyConfig config) {
    return IdentifyWire.encode(key, addresses, protocols, config);
  }
}
