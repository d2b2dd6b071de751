package org.trustnet.trustdb;

import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.trustnet.trustdb.DatabaseException.Kind;

/** What RocksDB and the disk say, in one line for people. */
final class Faults {
  /** Enough for RocksDB's longest messages, which name two files. */
  private static final int MAX_REASON = 500;

  /** What to know before the database is given up. */
  private static final String STARTING_ANEW =
      "to move the folder away and start anew gives up all entries, blocks and floors, which keep"
          + " lists from being rolled back";

  private Faults() {}

  static DatabaseException of(Path folder, RocksDBException e) {
    Status status = e.getStatus();
    Status.Code code = status == null ? Status.Code.Undefined : status.getCode();
    String why = oneLine(String.valueOf(e.getMessage()));
    return switch (code) {
      case Corruption, InvalidArgument, NotFound -> damaged(folder, why);
      case NotSupported -> newer(folder, why);
      default ->
          locks(why) ? locked(folder) : missing(why) ? damaged(folder, why) : io(folder, why);
    };
  }

  /** RocksDB has no code for these two: the message of its file system is all there is. */
  private static boolean locks(String why) {
    return why.startsWith("While lock file:") || why.startsWith("lock hold by current process");
  }

  private static boolean missing(String why) {
    return why.contains("No such file or directory");
  }

  static DatabaseException damaged(Path folder, String why) {
    return new DatabaseException(
        Kind.DAMAGED,
        "the database in %s is damaged (%s): restore a backup; %s"
            .formatted(folder, why, STARTING_ANEW));
  }

  static DatabaseException newer(Path folder, String why) {
    return new DatabaseException(
        Kind.NEWER,
        "the database in %s is newer than this program (%s): use the program that wrote it, or a newer one"
            .formatted(folder, why));
  }

  static DatabaseException io(Path folder, String why) {
    return new DatabaseException(
        Kind.IO, "the database in " + folder + " cannot be used: " + oneLine(why));
  }

  static DatabaseException refusing(Path folder, String why) {
    return new DatabaseException(
        Kind.IO,
        "the database in %s takes no changes (%s): make room on its disk, then it takes them again"
            .formatted(folder, oneLine(why)));
  }

  private static DatabaseException locked(Path folder) {
    return new DatabaseException(
        Kind.LOCKED,
        "the database in " + folder + " is open in another process: stop that one first");
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
  }
}
