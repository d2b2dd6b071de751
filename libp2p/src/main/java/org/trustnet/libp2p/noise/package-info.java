/**
 * Noise: encrypts a connection and proves who is at its other end.
 *
 * <p>Specification: libp2p/specs {@code noise/README.md} r5 and {@code
 * connections/inlined-muxer-negotiation.md} r1 at 7740c076 (2025-11-18); The Noise Protocol
 * Framework revision 34, {@code Noise_XX_25519_ChaChaPoly_SHA256}.
 *
 * <pre>
 * initiator                                   responder
 *   1: e                                 -&gt;
 *                                        &lt;-   2: e, ee, s, es, payload
 *   3: s, se, payload                    -&gt;
 *   transport messages                  &lt;-&gt;   transport messages
 * </pre>
 *
 * Each message stands behind its length in two bytes, big-endian. A payload names the identity key,
 * its signature over the static key, and the muxers that the sender has. The first muxer of the
 * initiator's list that both have is used; where there is none, the muxer is negotiated with
 * multistream-select as go does, although the specification says to fail: rust sends no list.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>transport message</td><td>65,535 bytes, {@link
 * org.trustnet.libp2p.noise.NoiseTransport#MAX_PLAINTEXT} of them plaintext</td></tr>
 * <tr><td>handshake message</td><td>{@link
 * org.trustnet.libp2p.noise.NoiseHandshake#MAX_MESSAGE}</td></tr>
 * <tr><td>muxers in a payload</td><td>{@link
 * org.trustnet.libp2p.noise.NoiseHandshake#MAX_MUXERS}</td></tr>
 * <tr><td>bytes held while the handshake computes</td><td>{@link
 * org.trustnet.libp2p.noise.NoiseHandler#MAX_HELD}</td></tr>
 * <tr><td>messages under one key</td><td>2^64 - 1</td></tr>
 * <tr><td>time for the handshake</td><td>set by the caller, who closes the channel</td></tr>
 * </table>
 *
 * <p>{@link org.trustnet.libp2p.noise.NoiseHandler} runs on the event loop of its connection; each
 * step of the handshake runs on the crypto pool it is given, one at a time, and its result comes
 * back to the loop. An established connection that is idle holds two keys and two counters.
 */
@NullMarked
package org.trustnet.libp2p.noise;

import org.jspecify.annotations.NullMarked;
