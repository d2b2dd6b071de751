/**
 * Messages over a stream, each behind its length as an unsigned varint: the framing of Kademlia,
 * Bitswap, relay, AutoNAT, DCUtR and rendezvous.
 *
 * <p>Specification: multiformats/unsigned-varint; libp2p/specs of each protocol, which all say
 * "length-delimited".
 *
 * <p>Flow: {@code write(request)}, {@code read(limit)}; a stream may carry several messages each
 * way. The end of the peer's side between two messages is the ordinary end, inside one it is an
 * error.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>message</td><td>given by the caller of {@code read}, checked before any allocation</td></tr>
 * <tr><td>length prefix</td><td>{@link org.trustnet.libp2p.rpc.MessageStream#MAX_LENGTH_BYTES}</td></tr>
 * <tr><td>read ahead</td><td>{@link org.trustnet.libp2p.rpc.MessageStream#READ_AHEAD_BYTES}</td></tr>
 * </table>
 *
 * <p>Threads: {@link org.trustnet.libp2p.rpc.MessageStream} blocks and belongs to one virtual
 * thread; {@link org.trustnet.libp2p.rpc.Frames} is pure.
 */
@NullMarked
package org.trustnet.libp2p.rpc;

import org.jspecify.annotations.NullMarked;
