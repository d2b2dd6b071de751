/**
 * The seam between stream multiplexers (Yamux now, QUIC later) and the host: streams as they are on
 * the event loop. Internal to {@code libp2p}: what applications and protocols written as sequences
 * use is {@code org.trustnet.libp2p.host.Stream}.
 *
 * <p>Every method of every type here is called on the event loop of the connection, and only there.
 */
@NullMarked
package org.trustnet.libp2p.muxer;

import org.jspecify.annotations.NullMarked;
