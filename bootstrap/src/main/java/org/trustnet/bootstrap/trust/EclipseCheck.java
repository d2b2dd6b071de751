package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.Kad;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.Contact;

/**
 * Compares our routing table with what a lookup of our own ID finds that begins at a bootstrap
 * peer: a table that knows none of those may have been filled by somebody who wants us for himself.
 * Trust model, section 8. Blocking, for virtual threads.
 */
final class EclipseCheck {
  /** How long the lookup may take. */
  static final Duration LOOKUP = Duration.ofSeconds(30);

  private final Host host;
  private final DualKad kad;
  private final Contacts contacts;

  EclipseCheck(Host host, DualKad kad, Contacts contacts) {
    this.host = host;
    this.kad = kad;
    this.contacts = contacts;
  }

  /**
   * Whether there are peers near us of which the table of the contact's DHT knows nobody.
   *
   * @throws StreamException if the contact does not answer
   */
  boolean suspects(Contact contact) throws StreamException {
    Kad dht = dhtOf(contacts.reached(contact));
    Set<PeerId> table = ids(dht.tablePeers()).collect(Collectors.toSet()); // the lookup adds to it
    PeerInfo through = new PeerInfo(contact.peer(), host.addressBook().addresses(contact.peer()));
    List<PeerInfo> near = dht.closestPeers(host.peer().encode(), through, LOOKUP).closest();
    Set<PeerId> others = ids(near).collect(Collectors.toCollection(HashSet::new));
    others.remove(contact.peer());
    return areStrangers(others, table);
  }

  /**
   * Whether the table knows nobody of those that are near us.
   *
   * @param near neither ourselves nor the witness among them: both would be known in any case
   */
  static boolean areStrangers(Set<PeerId> near, Set<PeerId> table) {
    return !near.isEmpty() && !table.isEmpty() && near.stream().noneMatch(table::contains);
  }

  /** By what it answered, for identify may take longer than that. */
  private Kad dhtOf(Contacts.Answered answered) {
    return answered.protocol().equals(KadConfig.WAN_PROTOCOL) ? kad.wan() : kad.lan();
  }

  private static Stream<PeerId> ids(List<PeerInfo> peers) {
    return peers.stream().map(PeerInfo::id);
  }
}
