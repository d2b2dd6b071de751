/**
 * Adapts the stores that the network stack defines to the database: records of the DHT and the
 * address book. Soft state: the working set is in memory, changes are written behind every {@link
 * org.trustnet.bootstrap.store.SoftState#FLUSH}, so a crash loses no more than that. The roots of
 * what was added are written at once.
 *
 * <p>Notes of changes come from any thread, event loops too, and only mark what is to be written;
 * one virtual thread writes.
 */
@NullMarked
package org.trustnet.bootstrap.store;

import org.jspecify.annotations.NullMarked;
