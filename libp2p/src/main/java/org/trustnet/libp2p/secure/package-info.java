/**
 * What every security protocol yields: who is at the other end. Known to the security packages and
 * to whoever upgrades connections. Immutable values, safe on any thread.
 */
@NullMarked
package org.trustnet.libp2p.secure;

import org.jspecify.annotations.NullMarked;
