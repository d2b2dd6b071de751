/**
 * The seam to the database: what is kept, and that it is written at once or not at all. Trust
 * model, sections 4, 5 and 9.
 *
 * <p>{@code trustdb} implements {@link org.trustnet.trust.store.EntryStore} on RocksDB; {@code
 * MemoryEntryStore} is the twin for tests, and the suite {@code EntryStoreCompliance} (test-jar)
 * judges both. The store has one writer; reads may come from any thread.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>entries</td><td>{@link org.trustnet.trust.model.TrustEntry#MAX_ENTRIES}</td></tr>
 * <tr><td>inspected CIDs a name</td><td>{@link
 * org.trustnet.trust.store.NameRecord#MAX_INSPECTED}</td></tr>
 * <tr><td>refusal ring</td><td>{@link org.trustnet.trust.audit.Refusal#RING}</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.trust.store;

import org.jspecify.annotations.NullMarked;
