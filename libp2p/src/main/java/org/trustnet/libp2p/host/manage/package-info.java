/**
 * The connection manager: which connections are given up when there are too many, and which are
 * renewed. Trimming follows go-libp2p's {@code p2p/net/connmgr/connmgr.go}.
 *
 * <p>Flow: the host tells {@link org.trustnet.libp2p.host.manage.HeldConnections} of connections
 * that begin and end and of the end of each dial it was asked for, and now and then asks what to
 * close. Held peers are dialled through {@link
 * org.trustnet.libp2p.host.manage.HeldConnections.Edge}.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>held peers</td><td>1,024</td></tr>
 * <tr><td>their dials at once</td><td>16</td></tr>
 * <tr><td>peers with tags or protections</td><td>16,384; the tags of the peer named least lately are
 * forgotten</td></tr>
 * <tr><td>tags, protections of a peer</td><td>32 each</td></tr>
 * <tr><td>back-off</td><td>1 s doubling to 10 min, a quarter more or less by chance; forgotten after
 * 1 min connected</td></tr>
 * </table>
 *
 * <p>Threads: any; a short lock. The edge is called outside of the lock.
 */
@NullMarked
package org.trustnet.libp2p.host.manage;

import org.jspecify.annotations.NullMarked;
