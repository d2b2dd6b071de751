/**
 * CAR version 1: a graph's blocks in one stream. Specification: ipld.io/specs/transport/car/carv1.
 *
 * <p>Stream: {@code uvarint length, DAG-CBOR {roots, version: 1}}, then for each block {@code
 * uvarint length, CID, data}.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>header</td><td>{@link org.trustnet.ipns.car.CarReader#MAX_HEADER_BYTES}</td></tr>
 * <tr><td>section</td><td>{@link org.trustnet.ipns.car.CarReader#MAX_SECTION_BYTES}</td></tr>
 * </table>
 *
 * <p>Readers and writers belong to one thread at a time and block on their stream.
 */
@NullMarked
package org.trustnet.ipns.car;

import org.jspecify.annotations.NullMarked;
