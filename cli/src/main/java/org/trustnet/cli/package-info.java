/**
 * The command line: {@code trustnet <command>}. Commands are made from the declarations in {@link
 * org.trustnet.bootstrap.commands.Commands}, so that a new operation is a new command without a
 * line here but its renderer; {@code init}, {@code run}, {@code demo} and {@code completion} are
 * the command line's own.
 *
 * <p>Flow: {@link org.trustnet.cli.Main} hands the words to {@link org.trustnet.cli.Cli}, {@link
 * org.trustnet.cli.CommandTable} has what there is, {@link org.trustnet.cli.Invocation} is what the
 * user asked for, {@link org.trustnet.cli.OperationRunner} asks the running node, or the repository
 * itself, or the program alone, and {@link org.trustnet.cli.ReplyPrinter} shows the answer.
 *
 * <p>Threads: all on the main thread; Ctrl-C interrupts it.
 */
@NullMarked
package org.trustnet.cli;

import org.jspecify.annotations.NullMarked;
