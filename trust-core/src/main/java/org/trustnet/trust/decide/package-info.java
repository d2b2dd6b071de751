/**
 * Decisions: may this peer, now? Trust model, section 3.
 *
 * <p>A {@link org.trustnet.trust.decide.Snapshot} is immutable, cut in 256 shards by peer ID of
 * which a change rebuilds only the touched ones; its holder publishes it through one volatile
 * reference. {@code allows} allocates nothing and never blocks; every other question is answered
 * from the same data. {@link org.trustnet.trust.decide.Difference} tells what a new snapshot takes
 * away and gives.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>indexed nodes</td><td>{@link org.trustnet.trust.decide.Snapshot#MAX_NODES}</td></tr>
 * </table>
 *
 * <p>Any thread; times are milliseconds of trust time.
 */
@NullMarked
package org.trustnet.trust.decide;

import org.jspecify.annotations.NullMarked;
