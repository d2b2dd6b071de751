/**
 * Time and chance, handed to every part of the node from one place. No specification, no message;
 * bounded by nothing because it keeps nothing. Any thread.
 */
@NullMarked
package org.trustnet.bootstrap.clock;

import org.jspecify.annotations.NullMarked;
