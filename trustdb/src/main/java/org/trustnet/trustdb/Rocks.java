package org.trustnet.trustdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.Statistics;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;
import org.trustnet.multiformats.Bytes;

/**
 * The native objects of one open database, closed in the reverse order of their making. A call on
 * one that is closed would end the process, so {@link Database} closes them after its last call.
 *
 * <p>Recovery: a torn last record is what a crash leaves and is dropped; damage before it is
 * refused by RocksDB ({@code TolerateCorruptedTailRecords}). The modes that go on at damage would
 * drop floors silently; {@code AbsoluteConsistency} would refuse every torn end, which is no
 * damage. Closed logs are compared with their sizes in the manifest; for the log being written
 * there is {@link AcknowledgedMark}.
 */
final class Rocks implements AutoCloseable {
  private final Deque<RocksObject> made = new ArrayDeque<>();
  private final Map<String, ColumnFamilyHandle> families = new LinkedHashMap<>();
  private final Statistics statistics;
  private final WriteOptions synced;
  private final WriteOptions soft;
  private final RocksDB database;

  /** Opens all of {@code names} or, throwing, nothing. */
  Rocks(String folder, List<String> names) throws RocksDBException {
    boolean done = false;
    try {
      this.statistics = keep(new Statistics());
      this.synced = keep(new WriteOptions().setSync(true));
      this.soft = keep(new WriteOptions());
      ColumnFamilyOptions family = familyOptions();
      List<ColumnFamilyDescriptor> descriptors =
          names.stream()
              .map(name -> new ColumnFamilyDescriptor(Bytes.utf8(name).toArray(), family))
              .toList();
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      this.database = keep(RocksDB.open(options(), folder, descriptors, handles));
      for (int i = 0; i < names.size(); i++) {
        families.put(names.get(i), keep(handles.get(i)));
      }
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private <T extends RocksObject> T keep(T resource) {
    made.push(resource);
    return resource;
  }

  private DBOptions options() {
    Properties unnamed = new Properties(); // the Java API has no method for it
    unnamed.setProperty("track_and_verify_wals_in_manifest", "true");
    return keep(DBOptions.getDBOptionsFromProps(unnamed))
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setAtomicFlush(true)
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setMaxTotalWalSize(Database.MAX_WAL)
        .setStatistics(statistics)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(2)
        .setMaxOpenFiles(64)
        .setMaxBackgroundJobs(2);
  }

  private ColumnFamilyOptions familyOptions() {
    LRUCache cache = keep(new LRUCache(Database.CACHE));
    return keep(new ColumnFamilyOptions())
        .setWriteBufferSize(Database.WRITE_BUFFER)
        .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
  }

  RocksDB database() {
    return database;
  }

  Map<String, ColumnFamilyHandle> families() {
    return families;
  }

  Statistics statistics() {
    return statistics;
  }

  WriteOptions options(Database.Durability durability) {
    return durability == Database.Durability.SYNCED ? synced : soft;
  }

  @Override
  public void close() {
    while (!made.isEmpty()) {
      made.pop().close();
    }
  }
}
