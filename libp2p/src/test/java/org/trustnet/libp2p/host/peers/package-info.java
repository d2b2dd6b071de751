/** Tests of the address book, and the suite that every address book passes. */
@NullMarked
package org.trustnet.libp2p.host.peers;

import org.jspecify.annotations.NullMarked;
