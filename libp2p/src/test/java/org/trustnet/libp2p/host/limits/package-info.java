/** Tests of the resource limits. */
@NullMarked
package org.trustnet.libp2p.host.limits;

import org.jspecify.annotations.NullMarked;
