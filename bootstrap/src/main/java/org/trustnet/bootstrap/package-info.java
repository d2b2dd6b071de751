@NullMarked
package org.trustnet.bootstrap;

import org.jspecify.annotations.NullMarked;
