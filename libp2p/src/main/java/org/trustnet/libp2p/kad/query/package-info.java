/**
 * The iterative lookup and what rides on it. ipfs/specs src/routing/kad-dht.md (2025-11-20),
 * section "Lookup process"; gokad query.go, routing.go.
 *
 * <p>{@link org.trustnet.libp2p.kad.query.Lookup} names peers to ask; each answer goes through
 * {@link org.trustnet.libp2p.kad.query.ResponseFilter}, and its record or providers to {@link
 * org.trustnet.libp2p.kad.query.ValueSearch} or {@link
 * org.trustnet.libp2p.kad.query.ProviderSearch}, which say when enough was found.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>k, alpha, beta</td><td>20, 10, 3</td></tr>
 * <tr><td>one answer</td><td>10 s; three attempts at a peer of the nearest k</td></tr>
 * <tr><td>peers remembered by a lookup</td><td>400</td></tr>
 * <tr><td>peers believed of one response</td><td>40, 3 of one address group</td></tr>
 * <tr><td>providers of one search</td><td>1,000</td></tr>
 * </table>
 *
 * <p>Pure: no thread, clock or random source; each object belongs to the one thread that drives its
 * lookup, in production a virtual one.
 */
@NullMarked
package org.trustnet.libp2p.kad.query;

import org.jspecify.annotations.NullMarked;
