/**
 * The trust model's entry store on the database. Rows are the messages of {@code trustdb.proto}; a
 * commit is one synced batch over all tables, so that a crash leaves the state before it or after
 * it.
 */
@NullMarked
package org.trustnet.trustdb.entries;

import org.jspecify.annotations.NullMarked;
