/**
 * Files and directories as graphs of blocks: dag-pb nodes with UnixFS data, written as {@code ipfs
 * add} writes them and read whatever wrote them.
 *
 * <p>Specifications: ipfs/specs {@code src/unixfs.md} (8721f873) and ipld/ipld dag-pb; where they
 * leave room, boxo 0.42.1 (chunker size-262144, balanced layout, 174 links a node) and
 * go-codec-dagpb 1.7.0 decide.
 *
 * <p>Writing: bytes &rarr; {@link org.trustnet.ipns.unixfs.FileImporter} &rarr; leaves &rarr;
 * {@link org.trustnet.ipns.unixfs.BalancedLayout} &rarr; {@link
 * org.trustnet.ipns.blocks.BlockSink}, children before parents; {@link
 * org.trustnet.ipns.unixfs.DirectoryBuilder} puts files under names. Reading: {@link
 * org.trustnet.ipns.unixfs.PathResolver} walks {@code /ipfs/CID/a/b}, {@link
 * org.trustnet.ipns.unixfs.UnixFsFile} reads ranges and {@link
 * org.trustnet.ipns.unixfs.UnixFsDirectory} names, each fetching blocks when it needs them.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>links of a node</td><td>{@link org.trustnet.ipns.unixfs.PbNode#MAX_LINKS}</td></tr>
 * <tr><td>depth, blocks and bytes of what is read</td>
 * <td>{@link org.trustnet.ipns.unixfs.ReadLimits}</td></tr>
 * <tr><td>fan-out of a sharded directory</td>
 * <td>{@link org.trustnet.ipns.unixfs.HamtShard#MAX_FANOUT}</td></tr>
 * <tr><td>path</td><td>{@link org.trustnet.ipns.unixfs.IpfsPath#MAX_CHARACTERS}, {@link
 * org.trustnet.ipns.unixfs.IpfsPath#MAX_SEGMENTS}</td></tr>
 * <tr><td>directory that we write</td>
 * <td>{@link org.trustnet.ipns.unixfs.DirectoryBuilder#MAX_NODE_BYTES}</td></tr>
 * <tr><td>link target, entry name</td>
 * <td>{@link org.trustnet.ipns.unixfs.DirectoryBuilder#MAX_NAME_BYTES}</td></tr>
 * </table>
 *
 * <p>Readers and writers belong to one thread at a time, a virtual one, because sources and sinks
 * block. A block that is not what it should be is a {@link
 * org.trustnet.ipns.blocks.ContentException}.
 */
@NullMarked
package org.trustnet.ipns.unixfs;

import org.jspecify.annotations.NullMarked;
