/**
 * Guards around test classes: what a test leaves behind or does to the machine is part of its
 * result.
 *
 * <p>Flow: {@link org.trustnet.testkit.guard.LeavesNoThreads} and {@link
 * org.trustnet.testkit.guard.PinsNoCarrier} on a test class look before the first and after the
 * last test of the class and fail the class by name of the thread or the stack.
 *
 * <p>Limits: {@link org.trustnet.testkit.guard.ThreadWatch#PATIENCE}, {@link
 * org.trustnet.testkit.guard.PinWatch#LONGEST_PIN}, {@link
 * org.trustnet.testkit.guard.PinWatch#MAX_KEPT}. Threads: JUnit's thread; Flight Recorder delivers
 * pins on one of its own.
 */
@NullMarked
package org.trustnet.testkit.guard;

import org.jspecify.annotations.NullMarked;
