package org.trustnet.trustdb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;

/** Changes to rows of any tables, written all or none. One thread collects it. */
public final class Batch {
  /** One change; without value the row is removed. */
  record Change(Table table, Bytes key, @Nullable Bytes value) {}

  private final List<Change> changes = new ArrayList<>();

  public Batch put(Table table, Bytes key, Bytes value) {
    changes.add(new Change(table, key, value));
    return this;
  }

  public Batch remove(Table table, Bytes key) {
    changes.add(new Change(table, key, null));
    return this;
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  List<Change> changes() {
    return changes;
  }
}
