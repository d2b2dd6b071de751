/**
 * How the file of an entry follows its publisher: which record is believed, when the file is
 * fetched and what is refused. Trust model, section 4.
 *
 * <p>{@link org.trustnet.trust.refresh.RefreshMachine} is one entry's pure state machine: {@code
 * on(event, known, now, out)}. {@code known} is the entry, its file and what is remembered of its
 * name, as they are at that moment; effects are look up, persist seen, fetch, inspect, commit,
 * wake. The driver runs the effects and reports each as an event. One thread drives one machine.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>records of one lookup</td><td>{@link
 * org.trustnet.trust.refresh.LookupRecords#MAX} of each kind</td></tr>
 * <tr><td>accepted pushed records</td><td>1 in 10 min, 24 a day a name</td></tr>
 * <tr><td>revocation look-ups</td><td>once per (name, CID), 4 a day a name</td></tr>
 * <tr><td>refreshes at once</td><td>{@link org.trustnet.trust.refresh.RefreshQueue#AT_ONCE}</td></tr>
 * <tr><td>back-off</td><td>1 min doubling to 6 h, +0 to 10 %</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.trust.refresh;

import org.jspecify.annotations.NullMarked;
