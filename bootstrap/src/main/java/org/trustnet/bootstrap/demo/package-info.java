/**
 * The demonstration: a whole trust network on loopback, told step by step. Every figure is read
 * from the nodes themselves: of those in this process by their API, of the newcomer, which is a
 * process of its own, by its RPC only.
 *
 * <p>An edge: starts processes, waits, prints.
 */
@NullMarked
package org.trustnet.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
