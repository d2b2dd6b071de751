/**
 * TCP: listening and dialling, {@code /ip4|ip6/…/tcp/…}.
 *
 * <p>Specification: libp2p/specs {@code connections/README.md} at 7740c076 (2025-11-18).
 *
 * <p>Flow: a raw connection is admitted by {@link org.trustnet.libp2p.transport.tcp.Gate} or closed
 * at once, then upgraded. A dialer sends its first bytes in the moment it is connected: Kubo's
 * shared port gives it five seconds and wants three bytes at once.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>TCP connect</td><td>{@link
 * org.trustnet.libp2p.transport.tcp.TcpConfig#connectTimeout}</td></tr>
 * <tr><td>connections not yet accepted, in the kernel</td><td>{@link
 * org.trustnet.libp2p.transport.tcp.TcpConfig#BACKLOG}</td></tr>
 * <tr><td>write buffer of a socket</td><td>{@link
 * org.trustnet.libp2p.transport.tcp.TcpConfig#WRITE_HIGH_WATER}</td></tr>
 * </table>
 *
 * <p>Threads: {@code listen} and {@code dial} may be called on any thread; everything they start
 * runs on event loops.
 */
@NullMarked
package org.trustnet.libp2p.transport.tcp;

import org.jspecify.annotations.NullMarked;
