/**
 * The address book in memory, and the form in which its owner keeps it on disk.
 *
 * <p>Flow: identify, routing and the dialler tell {@link
 * org.trustnet.libp2p.host.peers.MemoryAddressBook} what they learn; an owner that persists it
 * calls {@code load} at the start and {@code takeChanges} every few seconds.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>peers</td><td>10,000; the one least lately heard of goes, unreached ones first</td></tr>
 * <tr><td>addresses of a peer</td><td>32, and 1,024 bytes; the one that ends first goes</td></tr>
 * <tr><td>signed record of a peer</td><td>1,024 bytes to be kept; its addresses count at any
 * size</td></tr>
 * <tr><td>protocols of a peer</td><td>128 of at most 128 characters</td></tr>
 * <tr><td>bytes of all of this</td><td>8 MiB</td></tr>
 * <tr><td>protocol sets that peers share</td><td>512</td></tr>
 * </table>
 *
 * <p>Threads: any; a short lock, nothing blocks inside it.
 */
@NullMarked
package org.trustnet.libp2p.host.peers;

import org.jspecify.annotations.NullMarked;
