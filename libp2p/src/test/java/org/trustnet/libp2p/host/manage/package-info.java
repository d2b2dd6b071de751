/** Tests of the connection manager. */
@NullMarked
package org.trustnet.libp2p.host.manage;

import org.jspecify.annotations.NullMarked;
