/**
 * Self-describing values: varint, multibase, multihash, CID, libp2p keys and peer IDs, multiaddr.
 *
 * <p>Specifications: multiformats/unsigned-varint, multibase, multihash, cid and multiaddr
 * (protocols.csv); libp2p/specs {@code peer-ids/peer-ids.md} and {@code addressing/README.md}.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>unsigned varint</td><td>9 bytes, 63 bits, shortest form only</td></tr>
 * <tr><td>multihash digest</td><td>{@link Multihash#MAX_DIGEST}</td></tr>
 * <tr><td>CID</td><td>{@link Cid#MAX_BYTES}</td></tr>
 * <tr><td>public key message</td><td>{@link PublicKey#MAX_BYTES}</td></tr>
 * <tr><td>multiaddr</td><td>{@link Multiaddr#MAX_BYTES}, {@link Multiaddr#MAX_COMPONENTS}</td></tr>
 * <tr><td>text in a positional base (36, 58)</td><td>{@link Multibase#MAX_POSITIONAL}</td></tr>
 * </table>
 *
 * <p>Everything here is an immutable value and safe on any thread. A malformed input is always one
 * {@link MultiformatException}.
 */
@NullMarked
package org.trustnet.multiformats;

import org.jspecify.annotations.NullMarked;
