/**
 * Bitswap: blocks for wants, ipfs/specs {@code src/bitswap-protocol.md}, {@code
 * /ipfs/bitswap/1.2.0} (1.1.0, 1.0.0 and {@code /ipfs/bitswap} understood).
 *
 * <p>Flow: a message is wants (a block, or only whether it is there), cancels, blocks, and answers
 * HAVE or DONT_HAVE. An answer never comes on the stream of the question: each side opens streams
 * of its own to send and reads any number of messages from those the other opened.
 *
 * <p>{@link org.trustnet.ipns.bitswap.WantLedger} holds what one peer wants of us, {@link
 * org.trustnet.ipns.bitswap.FetchPlan} what one operation wants of everybody, {@link
 * org.trustnet.ipns.bitswap.Asked} what one peer was asked for: all pure. {@link
 * org.trustnet.ipns.bitswap.Bitswap} ties them to the host: one virtual thread reads an inbound
 * stream, one for each peer sends.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>message</td><td>{@link org.trustnet.ipns.bitswap.BitswapWire#MAX_MESSAGE}</td></tr>
 * <tr><td>entries of a message's wantlist</td>
 *     <td>{@link org.trustnet.ipns.bitswap.BitswapWire#MAX_ENTRIES}</td></tr>
 * <tr><td>blocks and answers of a message</td>
 *     <td>{@link org.trustnet.ipns.bitswap.BitswapWire#MAX_BLOCKS}</td></tr>
 * <tr><td>bytes of messages that arrive at once, of all peers and of one</td>
 *     <td>{@link org.trustnet.ipns.bitswap.Inflow}</td></tr>
 * <tr><td>wants of one peer</td><td>{@link org.trustnet.ipns.bitswap.WantLedger#MAX_WANTS}</td></tr>
 * <tr><td>wants of all peers</td>
 *     <td>{@link org.trustnet.ipns.bitswap.BitswapConfig#maxWants}</td></tr>
 * <tr><td>bytes of one answer</td><td>{@link org.trustnet.ipns.bitswap.WantLedger#ANSWER}</td></tr>
 * <tr><td>bytes a peer gets, a second</td>
 *     <td>{@link org.trustnet.ipns.bitswap.BitswapConfig#bytesPerSecond}</td></tr>
 * <tr><td>peers asked at once for one block</td>
 *     <td>{@link org.trustnet.ipns.bitswap.FetchPlan#MAX_ASKED}</td></tr>
 * <tr><td>blocks wanted by one operation</td>
 *     <td>{@link org.trustnet.ipns.bitswap.FetchPlan#MAX_WANTS}</td></tr>
 * <tr><td>operations at once</td><td>{@link org.trustnet.ipns.bitswap.Bitswap#MAX_FETCHES}</td></tr>
 * <tr><td>messages waiting to be sent to a peer</td>
 *     <td>{@link org.trustnet.ipns.bitswap.Outbox#MAX_WANTS} wants</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.ipns.bitswap;

import org.jspecify.annotations.NullMarked;
