/**
 * What the commands {@code trust}, {@code bootstrap} and {@code swarm peering} do, as functions
 * from what is to a batch that changes it. Trust model, sections 5 and 8; interface contract.
 *
 * <p>{@link org.trustnet.trust.command.TrustBook} holds the state a command judges by; {@code
 * EntryCommands}, {@code AddCommands}, {@code BlockCommands}, {@code ListCommands} and {@code
 * PeerCommands} are the operations. Each returns a sealed {@link
 * org.trustnet.trust.command.Change}: done, with the batch, whether it loosens trust and what to
 * tell the user; or refused, with what, and what to do. Nothing is written here. Any thread, one
 * writer.
 */
@NullMarked
package org.trustnet.trust.command;

import org.jspecify.annotations.NullMarked;
