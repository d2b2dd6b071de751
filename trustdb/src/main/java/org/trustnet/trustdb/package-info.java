/**
 * The database on disk: RocksDB behind named tables, one atomic batch over several of them. Nobody
 * outside this module sees RocksDB.
 *
 * <p>Crashes: a synced write is on disk when its call returns; {@code AcknowledgedMark} tells a log
 * that lost such a write from one that ends where a crash left it. After a write that the disk
 * refused, every later one is refused until there is room again, which the next write looks for
 * ({@code LiveFiles}); reads go on.
 *
 * <p>Threads: RocksDB is native code and would pin the carrier of a virtual thread, so every call
 * runs on a small pool of platform threads, {@link org.trustnet.trustdb.Database#THREADS}, behind a
 * bounded queue; the caller waits.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>calls waiting</td><td>{@link org.trustnet.trustdb.Database#MAX_WAITING}</td></tr>
 * <tr><td>memory for unwritten rows, a table</td>
 *     <td>{@link org.trustnet.trustdb.Database#WRITE_BUFFER}</td></tr>
 * <tr><td>cache of rows, all tables</td><td>{@link org.trustnet.trustdb.Database#CACHE}</td></tr>
 * <tr><td>write-ahead log</td><td>16 MiB: what a restart reads at most</td></tr>
 * <tr><td>waiting for calls when closing</td><td>30 s</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.trustdb;

import org.jspecify.annotations.NullMarked;
