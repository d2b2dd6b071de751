/**
 * Ping: is the peer there, and how far.
 *
 * <p>Specification: libp2p/specs {@code ping/ping.md} at 7740c076 (2025-11-18), {@code
 * /ipfs/ping/1.0.0}.
 *
 * <p>Flow: the client writes {@link org.trustnet.libp2p.ping.PingConfig#PAYLOAD_BYTES} random bytes
 * and waits for the same bytes; then again on the same stream, or it ends its side. The responder
 * echoes what comes, in whatever pieces, until the client's end.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>payload</td><td>{@link org.trustnet.libp2p.ping.PingConfig#PAYLOAD_BYTES}</td></tr>
 * <tr><td>silence on an inbound stream</td><td>{@link
 * org.trustnet.libp2p.ping.PingConfig#responderIdle}</td></tr>
 * <tr><td>inbound streams a peer</td><td>{@link
 * org.trustnet.libp2p.ping.PingConfig#MAX_INBOUND_STREAMS_PER_PEER}</td></tr>
 * <tr><td>waiting for an answer</td><td>the caller's timeout</td></tr>
 * </table>
 *
 * <p>Threads: {@link org.trustnet.libp2p.ping.Ping} blocks a virtual thread; {@link
 * org.trustnet.libp2p.ping.PingSession} is pure; {@link org.trustnet.libp2p.ping.PingResponder}
 * runs on the event loop.
 */
@NullMarked
package org.trustnet.libp2p.ping;

import org.jspecify.annotations.NullMarked;
