@NullMarked
package org.trustnet.ipns;

import org.jspecify.annotations.NullMarked;
