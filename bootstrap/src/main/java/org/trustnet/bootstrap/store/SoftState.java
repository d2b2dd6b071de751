package org.trustnet.bootstrap.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.libp2p.host.peers.StoredPeer;
import org.trustnet.libp2p.kad.records.Provider;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordStore;
import org.trustnet.libp2p.kad.records.StoredValue;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trustdb.Batch;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.Database.Durability;
import org.trustnet.trustdb.DatabaseException;
import org.trustnet.trustdb.Table;

/** Writes records and peers behind, and brings them back at the start. */
public final class SoftState implements RecordChanges, AutoCloseable {
  /** The tables it needs. */
  public static final List<String> TABLES = List.of("values", "providers", "peers");

  /** How long a change may wait to be written: what a crash loses at most. */
  public static final Duration FLUSH = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(SoftState.class);

  private final Database database;
  private final Table values;
  private final Table providers;
  private final Table peers;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** The last state of each changed row; bounded by the limits of the stores that report. */
  private Map<Bytes, Optional<StoredValue>> changedValues = new HashMap<>();

  private Map<Bytes, Optional<Provider>> changedProviders = new HashMap<>();
  private Optional<MemoryAddressBook> book = Optional.empty();
  private Optional<Thread> writer = Optional.empty();

  public SoftState(Database database) {
    this.database = database;
    this.values = database.table("values");
    this.providers = database.table("providers");
    this.peers = database.table("peers");
  }

  /** Gives the store what was kept; what the store finds too old it drops. */
  public void load(RecordStore store, Instant now) {
    List<StoredValue> kept = new ArrayList<>();
    values.ascending(
        Bytes.empty(),
        (key, row) -> {
          RecordRows.value(key, row).ifPresent(kept::add);
          return true;
        });
    kept.forEach(value -> store.put(value, now));
    List<RecordRows.ProviderOf> announced = new ArrayList<>();
    providers.ascending(
        Bytes.empty(),
        (key, row) -> {
          RecordRows.provider(key, row).ifPresent(announced::add);
          return true;
        });
    announced.forEach(one -> store.addProvider(one.multihash(), one.provider(), now));
  }

  /** Gives the address book what was kept, and follows its changes from now on. */
  public void follow(MemoryAddressBook addressBook) {
    List<StoredPeer> known = new ArrayList<>();
    peers.ascending(
        Bytes.empty(),
        (key, row) -> {
          RecordRows.peer(key, row).ifPresent(known::add);
          return true;
        });
    addressBook.load(known);
    addressBook.snapshot();
    book = Optional.of(addressBook);
  }

  /** Begins to write behind. */
  public void start() {
    writer = Optional.of(Thread.ofVirtual().name("soft-state").start(this::writeBehind));
  }

  private void writeBehind() {
    try {
      while (!stop.await(FLUSH.toMillis(), TimeUnit.MILLISECONDS)) {
        flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what changed. */
  public void flush() {
    Batch batch = new Batch();
    takeValues().forEach((key, value) -> change(batch, values, key, value.map(RecordRows::write)));
    takeProviders()
        .forEach((key, provider) -> change(batch, providers, key, provider.map(RecordRows::write)));
    book.ifPresent(
        b -> {
          StoredPeer.Changes changes = b.takeChanges();
          changes
              .updated()
              .forEach(peer -> batch.put(peers, peer.peer().encode(), RecordRows.write(peer)));
          changes.removed().forEach(peer -> batch.remove(peers, peer.encode()));
        });
    if (batch.isEmpty()) {
      return;
    }
    try {
      database.write(batch, Durability.SOFT);
    } catch (DatabaseException e) {
      LOG.warn("records and addresses learnt lately were not written: {}", e.getMessage());
    }
  }

  private static void change(Batch batch, Table table, Bytes key, Optional<Bytes> row) {
    if (row.isPresent()) {
      batch.put(table, key, row.get());
    } else {
      batch.remove(table, key);
    }
  }

  private synchronized Map<Bytes, Optional<StoredValue>> takeValues() {
    Map<Bytes, Optional<StoredValue>> taken = changedValues;
    changedValues = new HashMap<>();
    return taken;
  }

  private synchronized Map<Bytes, Optional<Provider>> takeProviders() {
    Map<Bytes, Optional<Provider>> taken = changedProviders;
    changedProviders = new HashMap<>();
    return taken;
  }

  @Override
  public synchronized void stored(StoredValue value) {
    changedValues.put(value.key(), Optional.of(value));
  }

  @Override
  public synchronized void valueGone(Bytes key) {
    changedValues.put(key, Optional.empty());
  }

  @Override
  public synchronized void stored(Bytes multihash, Provider provider) {
    changedProviders.put(RecordRows.providerKey(multihash, provider.peer()), Optional.of(provider));
  }

  @Override
  public synchronized void providerGone(Bytes multihash, PeerId peer) {
    changedProviders.put(RecordRows.providerKey(multihash, peer), Optional.empty());
  }

  /** Writes what is left and ends. */
  @Override
  public void close() {
    stop.countDown();
    writer.ifPresent(
        thread -> {
          try {
            thread.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    flush();
  }
}
