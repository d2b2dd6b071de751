/**
 * What tests of every module use and no module needs in production; it knows none of our modules.
 *
 * <ul>
 *   <li>{@code sim}: a whole network in one thread and in virtual time.
 *   <li>{@code guard}: JUnit extensions that fail a class which leaves threads behind or pins a
 *       carrier.
 *   <li>{@code rules}: the house rules, as a lint and as ArchUnit rules.
 * </ul>
 */
@NullMarked
package org.trustnet.testkit;

import org.jspecify.annotations.NullMarked;
