/**
 * Processes that are killed: a test starts a program of its own in a child JVM, reads what it
 * acknowledges, kills it at a moment of a seeded random source and looks at what is on the disk.
 *
 * <p>An edge: real processes, real time. Every child is killed after {@link
 * org.trustnet.testkit.crash.CrashHarness#MAX_LIFE} at the latest.
 */
@NullMarked
package org.trustnet.testkit.crash;

import org.jspecify.annotations.NullMarked;
