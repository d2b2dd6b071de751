/** Tests of dialling. */
@NullMarked
package org.trustnet.libp2p.host.dial;

import org.jspecify.annotations.NullMarked;
