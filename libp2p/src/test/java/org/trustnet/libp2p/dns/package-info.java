/** Tests of DNS against a server in the same process. */
@NullMarked
package org.trustnet.libp2p.dns;

import org.jspecify.annotations.NullMarked;
