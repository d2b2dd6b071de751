/**
 * The declarations of all operations: what the RPC serves and the command line offers. Paths,
 * arguments and answers are Kubo's where Kubo has the operation. Constants only.
 */
@NullMarked
package org.trustnet.bootstrap.commands;

import org.jspecify.annotations.NullMarked;
