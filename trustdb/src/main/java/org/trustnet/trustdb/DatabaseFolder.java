package org.trustnet.trustdb;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Looks at a folder before RocksDB does. A folder without {@code CURRENT} is empty to RocksDB: it
 * makes a new database there and deletes the rows of the one that lost the file.
 */
final class DatabaseFolder {
  /** What RocksDB writes before {@code CURRENT}: a first opening may have been killed there. */
  private static final Pattern BEFORE_CURRENT =
      Pattern.compile("LOCK|LOG(\\.old\\.\\d+)?|IDENTITY|MANIFEST-\\d+|\\d+\\.dbtmp");

  private DatabaseFolder() {}

  /**
   * @throws DatabaseException if a database was here and lost its beginning, or something else is
   */
  static void check(Path folder) throws IOException {
    if (Files.exists(folder.resolve("CURRENT"))) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!BEFORE_CURRENT.matcher(name).matches()) {
          throw Faults.damaged(folder, "it holds " + name + " but not the file CURRENT");
        }
      }
    }
  }
}
