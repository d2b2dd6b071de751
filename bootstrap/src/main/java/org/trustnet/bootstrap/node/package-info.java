/**
 * The node: starts and stops the database, the network, content and names, and ties them together.
 *
 * <p>Order of the start: repository lock, configuration, database, host, DHT, Bitswap, names,
 * trust, RPC; it stops in the reverse order. Threads: each long-running part has one virtual thread
 * of its own, named after it.
 */
@NullMarked
package org.trustnet.bootstrap.node;

import org.jspecify.annotations.NullMarked;
