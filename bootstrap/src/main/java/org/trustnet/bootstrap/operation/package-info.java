/**
 * What a user can ask of a node, once for all ways of asking: each operation is declared by an
 * {@link org.trustnet.bootstrap.operation.OperationSpec} (path, arguments, options, one line of
 * help), and answered by a plain function from {@link org.trustnet.bootstrap.operation.Request} to
 * {@link org.trustnet.bootstrap.operation.Reply}. The RPC serves them at {@code /api/v0/<path>},
 * the command line offers them as commands, and an offline command runs the same function on the
 * opened repository.
 *
 * <p>Threads: an operation runs on a virtual thread of its own and may block; an interrupt ends it.
 */
@NullMarked
package org.trustnet.bootstrap.operation;

import org.jspecify.annotations.NullMarked;
