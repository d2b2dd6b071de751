/**
 * The libp2p host put together: transports, upgrades, streams, identify, ping, limits and
 * connection management behind {@link org.trustnet.libp2p.host.Host}. It knows every other package
 * of the stack and none knows it.
 *
 * <p>Specification: libp2p/specs {@code connections/README.md} at 7740c076 (2025-11-18).
 *
 * <p>Flow: {@link org.trustnet.libp2p.node.HostNode#start} binds the listeners. A connection that
 * is secured and multiplexed is judged (own identity, access, limits) and, if it stays, announced
 * to the listeners and identified. An inbound stream is negotiated on the loop and then served
 * there or by a virtual thread of its own; an outbound one is negotiated without waiting where
 * identify has told that the peer serves its protocol.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>bytes that wait to be read on a stream</td><td>{@link
 * org.trustnet.libp2p.node.BlockingStream#MAILBOX_BYTES}</td></tr>
 * <tr><td>bytes of one write given to the loop at once</td><td>{@link
 * org.trustnet.libp2p.node.BlockingStream#CHUNK_BYTES}</td></tr>
 * <tr><td>bytes thrown away after close, before the stream is reset</td><td>{@link
 * org.trustnet.libp2p.node.BlockingStream#DISCARD_BYTES}</td></tr>
 * <tr><td>everything else</td><td>{@link org.trustnet.libp2p.node.HostConfig}</td></tr>
 * </table>
 *
 * <p>Threads: connection state lives on the connection's event loop. Blocking calls belong on
 * virtual threads and refuse to run on a loop. Listeners are called on virtual threads, in order
 * for each peer.
 */
@NullMarked
package org.trustnet.libp2p.node;

import org.jspecify.annotations.NullMarked;
