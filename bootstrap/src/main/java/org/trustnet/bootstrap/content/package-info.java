/**
 * Content: the block store, files written into it, and reading from it, from peers and from
 * providers that the DHT names. Blocking, for virtual threads.
 */
@NullMarked
package org.trustnet.bootstrap.content;

import org.jspecify.annotations.NullMarked;
