package org.trustnet.bootstrap.node;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.trustnet.bootstrap.store.SoftState;
import org.trustnet.bootstrap.store.StoredRoots;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.NativeLibrary;
import org.trustnet.trustdb.entries.RocksEntryStore;

/** The node's database: which tables, which version. */
final class NodeDatabase {
  /** Version of the rows; raised when an older program must not read them. */
  private static final int SCHEMA = 1;

  private NodeDatabase() {}

  /** Opens the database in {@code folder}; RocksDB's native library is kept beside it. */
  static Database open(Path folder) {
    NativeLibrary.load(folder.resolveSibling("native"));
    List<String> tables =
        Stream.of(RocksEntryStore.TABLES, SoftState.TABLES, StoredRoots.TABLES)
            .flatMap(List::stream)
            .toList();
    return Database.open(folder, SCHEMA, tables);
  }

  /** Makes an empty database in {@code folder}. */
  static void make(Path folder) {
    open(folder).close();
  }
}
