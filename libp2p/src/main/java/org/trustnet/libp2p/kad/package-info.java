/**
 * The Kademlia DHT: {@code /ipfs/kad/1.0.0} and {@code /ipfs/lan/kad/1.0.0}. ipfs/specs
 * src/routing/kad-dht.md (2025-11-20), normative; where it differs from go-libp2p-kad-dht, rust and
 * js, which agree, they are followed: ADD_PROVIDER is not answered.
 *
 * <p>Flow. We ask: {@link org.trustnet.libp2p.kad.Kad} walks ({@code query}) towards a key, sending
 * each peer one length-prefixed {@link org.trustnet.libp2p.kad.KadMessage} at a time on a stream
 * that is kept. Others ask: a stream handler on the event loop hands each request to {@link
 * org.trustnet.libp2p.kad.KadResponder}, which answers from the table's snapshot ({@code routing})
 * and the record store ({@code records}); refusal is a reset, there is no error message. {@link
 * org.trustnet.libp2p.kad.RoutingMode} says whether we serve; {@link
 * org.trustnet.libp2p.kad.DualKad} joins the public and the local DHT.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>request read</td><td>64 KiB</td></tr>
 * <tr><td>answer read</td><td>256 KiB</td></tr>
 * <tr><td>answer sent</td><td>below 16 KiB; a peer in it 720 bytes</td></tr>
 * <tr><td>peer read</td><td>8 KiB, 32 addresses</td></tr>
 * <tr><td>peers of a message</td><td>40 closer, 256 providers</td></tr>
 * <tr><td>key, provider key, value</td><td>1 KiB, 80 bytes, 10 KiB</td></tr>
 * <tr><td>inbound streams</td><td>32 a connection, 60 s idle</td></tr>
 * <tr><td>PUT_VALUE of one peer</td><td>10 a second, burst 100; 256 wait for judgement</td></tr>
 * <tr><td>ADD_PROVIDER of one peer</td><td>200 a second, burst 4,000</td></tr>
 * <tr><td>PUT_VALUE of one address group</td><td>20 a second, burst 200</td></tr>
 * <tr><td>ADD_PROVIDER of one address group</td><td>400 a second, burst 8,000</td></tr>
 * <tr><td>peers and address groups with budgets</td><td>4,096 each</td></tr>
 * <tr><td>lookups under way</td><td>32</td></tr>
 * <tr><td>own keys announced again</td><td>100,000, 16 under way</td></tr>
 * <tr><td>idle outbound streams</td><td>2 a peer, 128 peers</td></tr>
 * <tr><td>corrections under way</td><td>4 values</td></tr>
 * <tr><td>time for one answer, one put</td><td>10 s, 30 s</td></tr>
 * </table>
 *
 * <p>Threads: {@code Kad} and {@code DualKad} block, for virtual threads; each request of a lookup
 * has a virtual thread of its own and posts to the lookup's bounded mailbox. Inbound streams live
 * on the event loop of their connection; only PUT_VALUE leaves it, for one platform thread that
 * checks signatures. The routing table is changed under its monitor and read through one volatile
 * snapshot.
 */
@NullMarked
package org.trustnet.libp2p.kad;

import org.jspecify.annotations.NullMarked;
