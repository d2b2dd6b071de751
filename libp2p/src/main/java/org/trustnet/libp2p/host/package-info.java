/**
 * A libp2p host: connections to peers that have proved their keys, streams on them, the peer store,
 * the connection manager and the resource limits.
 *
 * <p>Flow: {@link org.trustnet.libp2p.host.Host#connect} or a listener makes a connection: TCP,
 * then multistream-select, security (TLS 1.3 or Noise), multiplexer. Every stream begins with
 * multistream-select and is then given to the handler of its protocol.
 *
 * <p>Threads: the blocking API ({@code Host}, {@code Stream}) is for virtual threads and refuses to
 * run on an event loop. {@link org.trustnet.libp2p.host.LoopProtocol} is for the few protocols that
 * answer on the loop without a thread hop.
 */
@NullMarked
package org.trustnet.libp2p.host;

import org.jspecify.annotations.NullMarked;
