/**
 * Cryptography through one door: nothing else in the project asks a provider.
 *
 * <p>Specification: libp2p/specs {@code peer-ids/peer-ids.md} at 7740c076 (2025-11-18), RFC 8032
 * (Ed25519), RFC 7748 (X25519), RFC 8439 (ChaCha20-Poly1305), RFC 5869 (HKDF), RFC 5958 (PKCS#8).
 *
 * <p>Providers, in order: Conscrypt as an object of our own (never installed in the JVM) for
 * Ed25519 and X25519, Bouncy Castle's lightweight API where its native library does not load; the
 * JDK for ChaCha20-Poly1305, HMAC, SHA-256, RSA and ECDSA; Bouncy Castle for secp256k1 and DER.
 * Whatever they would judge differently is refused before any of them is asked: Ed25519 keys and
 * {@code R} of small order or not in canonical form, {@code s} not below the group order.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>RSA modulus</td><td>{@link org.trustnet.libp2p.crypto.Keys#MIN_RSA_BITS} to {@link
 * org.trustnet.libp2p.crypto.Keys#MAX_RSA_BITS} bits</td></tr>
 * <tr><td>RSA public exponent</td><td>{@link
 * org.trustnet.libp2p.crypto.Keys#MAX_RSA_EXPONENT_BITS} bits</td></tr>
 * <tr><td>private key message</td><td>{@link
 * org.trustnet.libp2p.crypto.PrivateKey#MAX_BYTES}</td></tr>
 * <tr><td>PEM text</td><td>{@link org.trustnet.libp2p.crypto.Pem#MAX_CHARS}</td></tr>
 * <tr><td>signature given to verify</td><td>{@link
 * org.trustnet.libp2p.crypto.Signatures#MAX_SIGNATURE_BYTES}</td></tr>
 * </table>
 *
 * <p>Keys and the static functions are safe on any thread; {@link
 * org.trustnet.libp2p.crypto.ChaChaPoly} belongs to one thread. An RSA signature takes a
 * millisecond or more: not on an event loop.
 */
@NullMarked
package org.trustnet.libp2p.crypto;

import org.jspecify.annotations.NullMarked;
