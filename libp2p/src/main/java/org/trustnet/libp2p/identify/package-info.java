/**
 * Identify: each side tells the other its key, addresses, protocols and how it sees the other.
 *
 * <p>Specification: libp2p/specs {@code identify/README.md} at 7740c076 (2025-11-18), {@code
 * /ipfs/id/1.0.0} and {@code /ipfs/id/push/1.0.0}; signed peer records as go-libp2p and js-libp2p
 * send them (field 8, RFC 0002 envelope, domain {@code libp2p-peer-record}, payload type {@code 03
 * 01}), which differs from the text of RFC 0003.
 *
 * <p>Flow: on every new connection, whoever dialled it, each side opens an identify stream and the
 * other answers at once with one or two messages, then ends its side: first key, addresses,
 * protocols, versions and the observed address, in less than {@link
 * org.trustnet.libp2p.identify.IdentifyConfig#FIRST_MESSAGE_BYTES} because rust reads no more; then
 * the signed record. When protocols or addresses change, the full message is pushed to those who
 * take pushes: go replaces what it knew.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>a message read</td><td>{@link
 * org.trustnet.libp2p.identify.IdentifyConfig#PART_BYTES}</td></tr>
 * <tr><td>messages read on a stream</td><td>{@link
 * org.trustnet.libp2p.identify.IdentifyConfig#MAX_PARTS}</td></tr>
 * <tr><td>addresses</td><td>{@link org.trustnet.libp2p.identify.IdentifyConfig#MAX_ADDRESSES}, more
 * are not looked at</td></tr>
 * <tr><td>protocols</td><td>{@link
 * org.trustnet.libp2p.identify.IdentifyConfig#MAX_PROTOCOLS}, more are refused</td></tr>
 * <tr><td>a protocol's name</td><td>{@link
 * org.trustnet.libp2p.identify.IdentifyConfig#MAX_PROTOCOL_CHARS}, longer are skipped</td></tr>
 * <tr><td>agent and protocol version</td><td>{@link
 * org.trustnet.libp2p.identify.IdentifyConfig#MAX_VERSION_CHARS}, cut</td></tr>
 * <tr><td>whole exchange</td><td>{@link
 * org.trustnet.libp2p.identify.IdentifyConfig#timeout}</td></tr>
 * <tr><td>pushes under way</td><td>{@link
 * org.trustnet.libp2p.identify.IdentifyConfig#MAX_PUSHES}</td></tr>
 * <tr><td>pushes of a connection</td><td>{@link
 * org.trustnet.libp2p.identify.IdentifyConfig#PUSH_BURST}, then 2 a second; one more closes
 * it</td></tr>
 * </table>
 *
 * <p>Threads: answers are given on the event loop from bytes that stand ready; asking and pushing
 * block virtual threads; {@code IdentifyWire}, {@code SignedEnvelope}, {@code PeerRecord} and
 * {@code Announcement} are pure.
 */
@NullMarked
package org.trustnet.libp2p.identify;

import org.jspecify.annotations.NullMarked;
