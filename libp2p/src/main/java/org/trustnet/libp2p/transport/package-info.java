/**
 * Connections from nothing to secured and multiplexed, and the threads they live on.
 *
 * <p>Specification: libp2p/specs {@code connections/README.md} and {@code
 * connections/inlined-muxer-negotiation.md} at 7740c076 (2025-11-18).
 *
 * <p>Flow: raw connection, multistream-select of the security protocol, TLS 1.3 or Noise, then the
 * multiplexer: agreed on inside the handshake, or by multistream-select over the secured
 * connection. The dialer speaks first.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>whole upgrade</td><td>{@link
 * org.trustnet.libp2p.transport.UpgradeConfig#timeout}</td></tr>
 * <tr><td>handshakes waiting for the crypto pool</td><td>{@link
 * org.trustnet.libp2p.transport.CryptoPool#QUEUE}</td></tr>
 * </table>
 *
 * <p>Threads: a connection's upgrade runs on its event loop; asymmetric cryptography on the crypto
 * pool.
 */
@NullMarked
package org.trustnet.libp2p.transport;

import org.jspecify.annotations.NullMarked;
