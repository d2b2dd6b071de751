/**
 * IPNS records: made, judged and compared as boxo does.
 *
 * <p>Specification: ipfs/specs {@code src/ipns/ipns-record.md} (8721f873); where it leaves room,
 * boxo 0.42.1 with go-ipld-prime 0.24.0 decides, as Kubo 0.43.0 has them.
 *
 * <p>A record is a protobuf message: {@code data}, a DAG-CBOR map with Value, Validity,
 * ValidityType, Sequence and TTL; {@code signatureV2} over {@code "ipns-signature:" || data}; the
 * key unless the name carries it; and, for old readers, the same fields once more in protobuf with
 * {@code signatureV1}, which nobody verifies.
 *
 * <p>Order of checks, which decides the {@link org.trustnet.ipns.record.Rejection} that is told:
 * size; protobuf; data present; DAG-CBOR; the key, present and the name's; signatureV2 present;
 * signatureV2; the protobuf fields equal to the signed ones, if value or signatureV1 is there; EOL;
 * TTL not negative. It is boxo's order from received bytes ({@code UnmarshalRecord}, then {@code
 * ValidateWithName}). After it, and stricter than boxo: Value and Sequence must be there and of
 * their type, since a record without them can neither be followed nor compared.
 *
 * <p>Sequences are unsigned 64-bit numbers in a {@code long}: boxo reads a signed CBOR integer and
 * casts it, so that -n stands for 2^64-n and an unsigned one of 2^63 or more is malformed.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>record</td><td>{@link org.trustnet.ipns.record.IpnsRecords#MAX_BYTES}, before anything is
 * parsed</td></tr>
 * <tr><td>nesting of unknown data</td>
 * <td>{@link org.trustnet.ipns.cbor.CborDecoder#MAX_DEPTH}</td></tr>
 * </table>
 *
 * <p>Pure, safe on any thread; a check takes as long as a signature: not for event loops.
 */
@NullMarked
package org.trustnet.ipns.record;

import org.jspecify.annotations.NullMarked;
