/** The suite that every multiplexer passes, and the listeners that its tests use. */
@NullMarked
package org.trustnet.libp2p.muxer;

import org.jspecify.annotations.NullMarked;
