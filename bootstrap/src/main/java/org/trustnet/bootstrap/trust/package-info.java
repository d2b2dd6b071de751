/**
 * Trust at work: one writer over the entry store, the snapshot that everybody asks, and what
 * follows from it on live connections. Trust model, sections 3, 4 and 8.
 *
 * <p>Flow: a command or a refresh makes a batch; {@code TrustState} commits it synced, applies it
 * to the snapshot, publishes that through one volatile and tells the watchers the {@code
 * Difference}. {@code RefreshDriver} runs the pure refresh machines: it looks names up, writes
 * {@code seen}, fetches, commits. {@code HeldPeers} holds and releases connections. {@code
 * BootstrapDriver} runs the pure bootstrap machine.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>refreshes at once</td><td>{@link
 * org.trustnet.trust.refresh.RefreshQueue#AT_ONCE}</td></tr>
 * <tr><td>peers asked directly in a lookup</td><td>{@code NameSearch.MAX_ASKED}</td></tr>
 * <tr><td>trust file</td><td>{@link org.trustnet.trust.file.FileLimits}, 30 s, 1 KiB/s after 10
 * s</td></tr>
 * <tr><td>dials that trust files cause</td><td>{@code DialBudget}: 8 a minute to an IPv4 address or
 * IPv6 /64, 32 to a /24 or /48</td></tr>
 * <tr><td>resolved addresses of a node</td><td>{@code RemoteResolver.MAX_ADDRESSES}</td></tr>
 * </table>
 *
 * <p>Threads: deciding and committing happens under the lock of {@code TrustState}, on the caller's
 * thread; nobody waits for the network there. Lookups, fetches and dials have virtual threads of
 * their own. {@code Access} is answered on event loops without lock and without allocation.
 */
@NullMarked
package org.trustnet.bootstrap.trust;

import org.jspecify.annotations.NullMarked;
