/**
 * Bootstrapping by trust: how a start finds the network without leaning on one party. Trust model,
 * section 8.
 *
 * <p>{@link org.trustnet.trust.bootstrap.BootstrapMachine} is pure: {@code on(event, now, sources,
 * out)} with monotonic nanoseconds. The driver dials what {@code contact} names, asks it a
 * FIND_NODE, and reports who answered.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>contacts at once</td><td>twice MinPeers, at most {@link
 * org.trustnet.trust.bootstrap.BootstrapConfig#MAX_SLOTS}; connect-on-startup peers beside them:
 * {@link org.trustnet.trust.bootstrap.BootstrapMachine#MAX_STARTUP}</td></tr>
 * <tr><td>remembered peers of a stage</td><td>{@link
 * org.trustnet.trust.bootstrap.BootstrapMachine#MAX_REMEMBERED}</td></tr>
 * <tr><td>share of one root entry</td><td>25 % of the slots while another has a candidate</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.trust.bootstrap;

import org.jspecify.annotations.NullMarked;
