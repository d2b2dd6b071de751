package org.trustnet.bootstrap.trust;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.Contact;

/**
 * Compares our routing table with what a bootstrap peer sees near us: a table that knows none of
 * them may have been filled by somebody who wants us for himself. Trust model, section 8. Blocking,
 * for virtual threads.
 */
final class EclipseCheck {
  private final PeerId self;
  private final DualKad kad;
  private final Contacts contacts;

  EclipseCheck(PeerId self, DualKad kad, Contacts contacts) {
    this.self = self;
    this.kad = kad;
    this.contacts = contacts;
  }

  /**
   * Whether the contact sees a neighbourhood of ours of which the table knows nobody.
   *
   * @throws StreamException if it does not answer
   */
  boolean suspects(Contact contact) throws StreamException {
    Set<PeerId> table = new HashSet<>();
    kad.wan().tablePeers().forEach(peer -> table.add(peer.id()));
    kad.lan().tablePeers().forEach(peer -> table.add(peer.id()));
    List<PeerInfo> seen = contacts.neighbours(contact);
    boolean known =
        seen.stream().map(PeerInfo::id).anyMatch(p -> p.equals(self) || table.contains(p));
    return !seen.isEmpty() && !table.isEmpty() && !known;
  }
}
