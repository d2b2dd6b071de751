/**
 * How much of this host peers may take: connections in all, half open, by peer and by address
 * group; streams by connection, peer and protocol; bytes that wait in memory. The figures follow
 * go-libp2p's resource manager ({@code p2p/host/resource-manager/conn_limiter.go}, {@code
 * limit_defaults.go}).
 *
 * <p>Flow: a socket asks {@link org.trustnet.libp2p.host.limits.ResourceBook} for a {@link
 * org.trustnet.libp2p.host.limits.ConnectionPermit}, names its peer to it once that has proved its
 * key, asks it for a {@link org.trustnet.libp2p.host.limits.StreamPermit} for every stream, and
 * closes each when it ends. A refusal names the limit. Inbound connections that have not proved a
 * key mostly are not refused for others like them: the newest takes the place of one of the address
 * group that holds most (in {@code HalfOpen}), silent ones first, which is closed.
 *
 * <p>The limits are the fields of {@link org.trustnet.libp2p.host.limits.ResourceLimits}. Loopback
 * is not exempt: with {@code Swarm.GroupLoopback=off} it counts as one group per address and port.
 *
 * <p>Threads: safe on any thread. Streams and bytes are counted by atomics; opening and closing a
 * connection takes short locks, on the table of address groups and on the half-open places; nobody
 * is called under them.
 */
@NullMarked
package org.trustnet.libp2p.host.limits;

import org.jspecify.annotations.NullMarked;
