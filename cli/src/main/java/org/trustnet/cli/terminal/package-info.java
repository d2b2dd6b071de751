/**
 * The three streams of the process, what of them is a terminal, questions and progress. An edge:
 * the only package that knows them.
 *
 * <p>Threads: belongs to the thread of the command; {@link org.trustnet.cli.terminal.Progress}
 * draws from a timer of its own.
 */
@NullMarked
package org.trustnet.cli.terminal;

import org.jspecify.annotations.NullMarked;
