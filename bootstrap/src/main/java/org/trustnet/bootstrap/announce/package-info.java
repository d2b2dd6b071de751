/**
 * What is to be told to the network and has reached nobody yet. Pure: its callers know the time and
 * whether there is anybody to tell. Bounded by {@link org.trustnet.bootstrap.announce.Unheard#MAX}.
 */
@NullMarked
package org.trustnet.bootstrap.announce;

import org.jspecify.annotations.NullMarked;
