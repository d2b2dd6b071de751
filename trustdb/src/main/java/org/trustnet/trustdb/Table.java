package org.trustnet.trustdb;

import java.util.Optional;
import org.trustnet.multiformats.Bytes;

/** Rows under keys in lexicographic order of their bytes. Any thread; calls wait for the disk. */
public final class Table {
  /**
   * Looks at rows one after the other, on a thread of the database's pool: it must not call the
   * database, which could wait for that very thread.
   */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @return whether to go on
     */
    boolean row(Bytes key, Bytes value);
  }

  private final Database database;
  private final String name;

  Table(Database database, String name) {
    this.database = database;
    this.name = name;
  }

  public String name() {
    return name;
  }

  public Optional<Bytes> row(Bytes key) {
    return database.row(this, key);
  }

  /** Visits rows from {@code from} upwards as they stood when the visit began. */
  public void ascending(Bytes from, Visitor visitor) {
    database.visit(this, Database.Order.ASCENDING, from, visitor);
  }

  /** Visits all rows from the last downwards as they stood when the visit began. */
  public void descending(Visitor visitor) {
    database.visit(this, Database.Order.DESCENDING, Bytes.empty(), visitor);
  }
}
