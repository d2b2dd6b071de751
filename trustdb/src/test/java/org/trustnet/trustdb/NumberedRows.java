package org.trustnet.trustdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trustdb.Database.Durability;

/**
 * A database whose state is a number: batch {@code n} writes row {@code n} and the newest's number.
 */
final class NumberedRows {
  static final List<String> TABLES = List.of("numbers", "newest");
  private static final Bytes NEWEST = Bytes.utf8("newest");

  private NumberedRows() {}

  static Database open(Path folder) {
    return Database.open(folder, 1, TABLES);
  }

  static void append(Database database, int number, int bytes) {
    database.write(
        new Batch()
            .put(database.table("numbers"), key(number), Bytes.wrap(new byte[bytes]))
            .put(database.table("newest"), NEWEST, key(number)),
        Durability.SYNCED);
  }

  /** Every number's row up to the newest and no other, or an error. */
  static int state(Database database) {
    List<Bytes> found = new ArrayList<>();
    database
        .table("numbers")
        .ascending(
            Bytes.empty(),
            (key, _) -> {
              found.add(key);
              return true;
            });
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).equals(key(i + 1))) {
        throw new AssertionError("row " + (i + 1) + " is missing or wrong");
      }
    }
    Bytes newest = database.table("newest").row(NEWEST).orElse(key(0));
    if (!newest.equals(key(found.size()))) {
      throw new AssertionError("half a batch: " + newest + " after " + found.size() + " rows");
    }
    return found.size();
  }

  private static Bytes key(int number) {
    return Bytes.utf8("%08d".formatted(number));
  }
}
