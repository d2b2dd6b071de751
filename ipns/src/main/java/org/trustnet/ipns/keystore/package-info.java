/**
 * Keys by name, in files as Kubo keeps them.
 *
 * <p>Format: boxo 0.42.1 {@code keystore}: a folder with mode 0700; a file {@code key_} and the
 * name in lower-case base 32 without padding, mode 0600; in it the libp2p protobuf message of the
 * private key in clear. Import and export: the same message, or PEM with PKCS#8 in clear.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>name</td><td>{@link org.trustnet.ipns.keystore.KeyName#MAX_BYTES}</td></tr>
 * <tr><td>keys</td><td>{@link org.trustnet.ipns.keystore.FileKeyStore#MAX_KEYS}</td></tr>
 * <tr><td>key file</td><td>{@code PrivateKey.MAX_BYTES}, {@code Pem.MAX_CHARS}</td></tr>
 * </table>
 *
 * <p>Safe on any thread; blocks on the disk. One process at a time: the repository's lock sees to
 * that.
 */
@NullMarked
package org.trustnet.ipns.keystore;

import org.jspecify.annotations.NullMarked;
