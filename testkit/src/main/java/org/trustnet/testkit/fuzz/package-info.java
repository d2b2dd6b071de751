/**
 * Runs fuzz targets outside of JUnit, under Jazzer, for {@code tools/fuzz}. In the unit tests the
 * same targets only replay their seeds and need nothing of this.
 *
 * <p>An edge: real time, system properties, a file that ends the run.
 */
@NullMarked
package org.trustnet.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
