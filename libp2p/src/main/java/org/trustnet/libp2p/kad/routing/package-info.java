/**
 * Who is where: keys, distance, the routing table and how it is kept fresh. ipfs/specs
 * src/routing/kad-dht.md (2025-11-20), sections "Kademlia keyspace" and "Routing table"; limits on
 * address groups as go-libp2p-kbucket.
 *
 * <p>A peer is met (identify names the protocol), waits in {@link
 * org.trustnet.libp2p.kad.routing.AdmissionQueue}, answers a FIND_NODE for its own ID, passes the
 * {@link org.trustnet.libp2p.kad.routing.AddressPolicy} and the {@link
 * org.trustnet.libp2p.kad.routing.DiversityLimits}, and enters the {@link
 * org.trustnet.libp2p.kad.routing.RoutingTable}. There it stays while it answers.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>peers in a bucket</td><td>20</td></tr>
 * <tr><td>candidates of a full bucket</td><td>4</td></tr>
 * <tr><td>failures in a row</td><td>2</td></tr>
 * <tr><td>peers of one address group</td><td>2 a bucket, 3 a table</td></tr>
 * <tr><td>groups counted of one peer</td><td>8</td></tr>
 * <tr><td>admission checks</td><td>32 under way, 256 waiting, 10 s each</td></tr>
 * <tr><td>bucket refresh</td><td>every 10 min, to prefix 15</td></tr>
 * </table>
 *
 * <p>Everything is safe on any thread, except {@link org.trustnet.libp2p.kad.routing.Nearest},
 * which belongs to one. Event loops only read snapshots. Pure: no clock, no random source, no I/O.
 */
@NullMarked
package org.trustnet.libp2p.kad.routing;

import org.jspecify.annotations.NullMarked;
