/**
 * The libp2p network stack: what every package of it shares. Each protocol is a package of its own,
 * and packages know each other in one direction only.
 */
@NullMarked
package org.trustnet.libp2p;

import org.jspecify.annotations.NullMarked;
