/** Tests against programs that are not ours, over loopback. Every assertion is read from theirs. */
@NullMarked
package org.trustnet.interop;

import org.jspecify.annotations.NullMarked;
