/**
 * DAG-CBOR, ipld/ipld {@code specs/codecs/dag-cbor}: the little of it that IPNS records and CAR
 * headers need, judged as go-ipld-prime 0.24.0 does by default: shortest numbers, no indefinite
 * lengths, no repeated keys, no NaN or infinity, links as the only tag on byte strings, nothing
 * after the end; keys in any order.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>nesting</td><td>{@link org.trustnet.ipns.cbor.CborDecoder#MAX_DEPTH}</td></tr>
 * <tr><td>length</td><td>the caller's: everything is in memory, in proportion to it</td></tr>
 * </table>
 *
 * <p>Pure values, safe on any thread. What is not DAG-CBOR is a {@link
 * org.trustnet.ipns.cbor.MalformedCborException}.
 */
@NullMarked
package org.trustnet.ipns.cbor;

import org.jspecify.annotations.NullMarked;
