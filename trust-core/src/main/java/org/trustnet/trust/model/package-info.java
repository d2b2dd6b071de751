/**
 * The words of the trust model: levels, functions, the matrix, entries. Sections 1 and 2 of the
 * trust model; libp2p/notes issue 24.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>label</td><td>{@link org.trustnet.trust.model.Label#MAX_CHARACTERS}</td></tr>
 * <tr><td>note</td><td>{@link org.trustnet.trust.model.TrustEntry#MAX_NOTE}</td></tr>
 * <tr><td>cache-lifetime</td><td>48 h to 2 y</td></tr>
 * <tr><td>direct remotes</td><td>{@link org.trustnet.trust.model.Remote#MAX_PER_NODE}</td></tr>
 * </table>
 *
 * <p>All immutable, safe on any thread.
 */
@NullMarked
package org.trustnet.trust.model;

import org.jspecify.annotations.NullMarked;
