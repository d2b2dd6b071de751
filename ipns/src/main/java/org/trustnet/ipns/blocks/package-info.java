/**
 * Blocks: bytes named by their hash, where they are kept and where they come from.
 *
 * <p>Specification: multiformats/cid, multiformats/multihash; which hashes are trusted follows
 * boxo's {@code verifcid} (0.42.1).
 *
 * <p>Flow: whoever makes or receives bytes turns them into a {@link
 * org.trustnet.ipns.blocks.Block}, which exists only if its hash is right; a {@link
 * org.trustnet.ipns.blocks.BlockStore} keeps it; readers ask a {@link
 * org.trustnet.ipns.blocks.BlockSource}, which is a store, or a store with the network behind it.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>block</td><td>{@link org.trustnet.ipns.blocks.Block#MAX_BYTES}</td></tr>
 * <tr><td>digest</td><td>{@link org.trustnet.ipns.blocks.BlockHash#MIN_DIGEST} to
 * {@link org.trustnet.multiformats.Multihash#MAX_DIGEST} bytes</td></tr>
 * <tr><td>cache</td><td>{@code BlockStoreConfig.cacheBytes}, and
 * {@link org.trustnet.ipns.blocks.FileBlockStore#MAX_CACHED_BLOCKS} blocks</td></tr>
 * <tr><td>free disk left to others</td><td>{@code BlockStoreConfig.reserveBytes}</td></tr>
 * </table>
 *
 * <p>Stores are safe on any thread and block on the disk: they are called from virtual threads,
 * never from an event loop. Everything else here is an immutable value.
 */
@NullMarked
package org.trustnet.ipns.blocks;

import org.jspecify.annotations.NullMarked;
