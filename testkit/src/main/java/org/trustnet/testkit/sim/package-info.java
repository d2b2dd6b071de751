/**
 * Virtual time, seeded randomness and simulated links: a whole network runs in the test's one
 * thread, and twice the same seed gives twice the same run.
 *
 * <p>Flow: a test makes a {@link org.trustnet.testkit.sim.VirtualClock}, a {@link
 * org.trustnet.testkit.sim.SeededRandom} and a {@link org.trustnet.testkit.sim.Simulation};
 * machines under test get {@code clock.nanos()} and a sub-stream of the random source as
 * parameters; what they send goes through {@link org.trustnet.testkit.sim.SimulatedLinks}, which
 * schedules the delivery; {@code run} takes the events in order and moves the clock to each.
 *
 * <p>Limit: {@link org.trustnet.testkit.sim.Simulation#MAX_PENDING} events waiting at once.
 *
 * <p>Threads: one. Nothing here is thread-safe except reading {@code VirtualClock}.
 */
@NullMarked
package org.trustnet.testkit.sim;

import org.jspecify.annotations.NullMarked;
