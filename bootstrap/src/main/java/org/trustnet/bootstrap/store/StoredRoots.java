package org.trustnet.bootstrap.store;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.bootstrap.content.Roots;
import org.trustnet.libp2p.kad.records.RepublishSchedule;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.trustdb.Batch;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.Database.Durability;
import org.trustnet.trustdb.DatabaseException;
import org.trustnet.trustdb.Table;

/** Roots in the database: a row for each, its key the binary CID, its value empty. */
public final class StoredRoots implements Roots {
  /** The tables it needs. */
  public static final List<String> TABLES = List.of("roots");

  /** Most roots given at a start: as many keys as the DHT announces again. */
  public static final int MAX = RepublishSchedule.MAX_KEYS;

  private static final Logger LOG = LoggerFactory.getLogger(StoredRoots.class);

  private final Database database;
  private final Table table;

  public StoredRoots(Database database) {
    this.database = database;
    this.table = database.table("roots");
  }

  @Override
  public void add(List<Cid> roots) {
    Batch batch = new Batch();
    roots.forEach(root -> batch.put(table, root.encode(), Bytes.empty()));
    if (batch.isEmpty()) {
      return;
    }
    try {
      database.write(batch, Durability.SYNCED);
    } catch (DatabaseException e) {
      LOG.warn(
          "{} roots were not written down and will not be announced after the next start: {}",
          roots.size(),
          e.getMessage());
    }
  }

  @Override
  public List<Cid> all() {
    List<Cid> roots = new ArrayList<>();
    try {
      table.ascending(Bytes.empty(), (key, _) -> read(key, roots));
    } catch (DatabaseException e) {
      LOG.warn("what earlier runs kept is not announced: {}", e.getMessage());
    }
    return roots;
  }

  private static boolean read(Bytes key, List<Cid> roots) {
    if (roots.size() == MAX) {
      LOG.warn("only the first {} roots are announced", MAX);
      return false;
    }
    try {
      roots.add(Cid.decode(key));
    } catch (MultiformatException e) {
      LOG.warn("a root in the database is no CID: {}", e.getMessage());
    }
    return true;
  }
}
