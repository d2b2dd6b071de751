package org.trustnet.libp2p.kad.routing;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * A peer as the routing table keeps and hands it out.
 *
 * @param id the peer
 * @param key its place in the key space
 * @param wire its {@code Peer} message as it stands in replies, without tag and length; never empty
 * @param advertised the groups of the addresses in {@code wire}: what a reply is balanced by
 */
public record TableEntry(PeerId id, KadKey key, Bytes wire, AddressGroups advertised) {
  public TableEntry {
    wire = wire.compact();
  }

  public static TableEntry of(PeerId id, Bytes wire, AddressGroups advertised) {
    return new TableEntry(id, KadKey.of(id), wire, advertised);
  }
}
