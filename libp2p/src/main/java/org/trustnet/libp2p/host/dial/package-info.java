/**
 * Which addresses of a peer are dialled, in which order and when. Staggering follows go-libp2p's
 * {@code p2p/net/swarm/dial_ranker.go} and RFC 8305, back-off its {@code swarm_dial.go}.
 *
 * <p>Flow: {@link org.trustnet.libp2p.host.dial.DialPlanner#prepare} filters addresses (names are
 * looked up before) and gives a {@link org.trustnet.libp2p.host.dial.DialPlan}; its owner does the
 * steps that {@code poll} names, reports how each attempt ended, and polls again then and at {@code
 * nextNanos}; at the end it hands the plan to {@code DialPlanner.finished}.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>addresses of a plan</td><td>64</td></tr>
 * <tr><td>attempts at once</td><td>8</td></tr>
 * <tr><td>one attempt, the whole plan</td><td>5 s to connect, 15 s</td></tr>
 * <tr><td>start of the next address</td><td>250 ms public, 30 ms private</td></tr>
 * <tr><td>back-off</td><td>5 s, then 1 s more for each square of failures, to 5 min</td></tr>
 * <tr><td>remembered failures</td><td>4,096 peers, 16,384 addresses</td></tr>
 * </table>
 *
 * <p>Threads: a plan belongs to one thread; the planner and its back-off are safe on any.
 */
@NullMarked
package org.trustnet.libp2p.host.dial;

import org.jspecify.annotations.NullMarked;
