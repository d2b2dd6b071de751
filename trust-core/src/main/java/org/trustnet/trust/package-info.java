/**
 * The trust model, pure: what a node holds about the parties it trusts, and what follows from it.
 *
 * <p>Nothing here does I/O, reads a clock or draws randomness: time and random generators are
 * parameters. Packages, each knowing only those before it: {@code model}, {@code file}, {@code
 * life}, {@code decide}, {@code audit}, {@code store}, {@code refresh}, {@code bootstrap}, {@code
 * command}.
 *
 * <p>Specification: {@code docs} "trust model", libp2p/notes issue 24. All values are immutable and
 * safe on any thread; the machines ({@code RefreshMachine}, {@code BootstrapMachine}) belong to the
 * one thread that drives them.
 */
@NullMarked
package org.trustnet.trust;

import org.jspecify.annotations.NullMarked;
