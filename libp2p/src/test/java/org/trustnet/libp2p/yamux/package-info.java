/** Tests of Yamux. */
@NullMarked
package org.trustnet.libp2p.yamux;

import org.jspecify.annotations.NullMarked;
