/**
 * TLS 1.3 as libp2p uses it: a self-signed certificate whose extension proves the identity key.
 *
 * <p>Specification: libp2p/specs {@code tls/tls.md} r1 and {@code
 * connections/inlined-muxer-negotiation.md} r1 at 7740c076 (2025-11-18).
 *
 * <p>Both sides send exactly one certificate. It is judged by hand, not by a path validation: its
 * own signature, its dates, and the extension 1.3.6.1.4.1.53594.1.1, critical or not, in which the
 * identity key has signed the certificate's key. The muxer is agreed on by ALPN, whose last entry
 * {@code libp2p} means to use multistream-select for it. No session is ever resumed, so that every
 * connection proves its key. A client learns that the server has refused its certificate only from
 * the close that follows.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>certificates</td><td>1</td></tr>
 * <tr><td>certificate</td><td>{@link
 * org.trustnet.libp2p.tls.PeerCertificate#MAX_BYTES}</td></tr>
 * <tr><td>handshake message</td><td>the JDK's 32 KiB</td></tr>
 * <tr><td>time for the handshake</td><td>set by the caller, who closes the channel</td></tr>
 * </table>
 *
 * <p>Contexts and certificates are immutable and safe on any thread. Handlers run on the event loop
 * of their connection, public-key arithmetic and certificate checks on the crypto pool.
 */
@NullMarked
package org.trustnet.libp2p.tls;

import org.jspecify.annotations.NullMarked;
