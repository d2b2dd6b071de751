/**
 * The checks of the house rules: a lint over javac's syntax trees ({@link
 * org.trustnet.testkit.rules.SourceRules}) and rules over class files ({@link
 * org.trustnet.testkit.rules.ArchitectureRules}).
 *
 * <p>Flow: a module's {@code ArchitectureTest} extends {@link
 * org.trustnet.testkit.rules.HouseRules} and gives its exceptions, each with a reason; {@code
 * SourceRules} parses the module's sources once, every rule walks the trees and reports {@link
 * org.trustnet.testkit.rules.Violation}s, one line each. An exception that excuses nothing is
 * itself a violation, so the lists cannot rot.
 *
 * <p>Limits checked: see {@link org.trustnet.testkit.rules.SizeRules}. Threads: everything runs on
 * the calling test thread.
 */
@NullMarked
package org.trustnet.testkit.rules;

import org.jspecify.annotations.NullMarked;
