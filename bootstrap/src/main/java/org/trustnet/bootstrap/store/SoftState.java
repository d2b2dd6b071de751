package org.trustnet.bootstrap.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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

  /** Rows that are read at once at the start: of the longest, 10 KiB, less than 3 MB. */
  static final int PAGE = 256;

  private static final Logger LOG = LoggerFactory.getLogger(SoftState.class);

  /** What writes a batch. */
  interface Disk {
    void write(Batch batch);
  }

  private final Disk disk;
  private final Table values;
  private final Table providers;
  private final Table peers;
  private final CountDownLatch stop = new CountDownLatch(1);

  private final ChangedRows<StoredValue> changedValues = new ChangedRows<>();

  /** Announcements as they are written: a flood of them waits in as little memory as it can. */
  private final ChangedRows<Bytes> changedProviders = new ChangedRows<>();

  private final ChangedRows<StoredPeer> changedPeers = new ChangedRows<>();
  private Optional<MemoryAddressBook> book = Optional.empty();
  private Optional<Thread> writer = Optional.empty();

  public SoftState(Database database) {
    this(database, batch -> database.write(batch, Durability.SOFT));
  }

  /**
   * @param disk what writes, in place of the database
   */
  SoftState(Database database, Disk disk) {
    this.disk = disk;
    this.values = database.table("values");
    this.providers = database.table("providers");
    this.peers = database.table("peers");
  }

  /**
   * Gives the store what was kept, a page at a time. What the store does not take, because it is
   * too old or there is no room, leaves the disk too, and so does what cannot be read.
   */
  public void load(RecordStore store, Instant now) {
    forEachRow(
        values,
        (key, row) ->
            RecordRows.value(key, row)
                .filter(value -> store.put(value, now) == RecordStore.Outcome.STORED)
                .ifPresentOrElse(value -> {}, () -> changedValues.gone(key)));
    forEachRow(
        providers,
        (key, row) ->
            RecordRows.provider(key, row)
                .filter(one -> isTaken(store, one, now))
                .ifPresentOrElse(one -> {}, () -> changedProviders.gone(key)));
  }

  private static boolean isTaken(RecordStore store, RecordRows.ProviderOf one, Instant now) {
    return store.addProvider(one.multihash(), one.provider(), now) == RecordStore.Outcome.STORED;
  }

  /** Reads a page, gives its rows, writes what changed by it, and so on to the last row. */
  private void forEachRow(Table table, BiConsumer<Bytes, Bytes> taker) {
    SequencedMap<Bytes, Bytes> page = page(table, Bytes.empty());
    while (!page.isEmpty()) {
      page.forEach(taker);
      flush();
      page = page(table, Bytes.concat(page.sequencedKeySet().getLast(), Bytes.copyOf((byte) 0)));
    }
  }

  private static SequencedMap<Bytes, Bytes> page(Table table, Bytes from) {
    SequencedMap<Bytes, Bytes> page = new LinkedHashMap<>();
    table.ascending(
        from,
        (key, row) -> {
          page.put(key, row);
          return page.size() < PAGE;
        });
    return page;
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

  /** Takes all peers off the disk. Not while an address book is followed. */
  public void forgetPeers() {
    forEachRow(peers, (key, row) -> changedPeers.gone(key));
  }

  /** Begins to write behind. */
  public void start() {
    writer = Optional.of(Thread.ofVirtual().name("soft-state").start(this::writeBehind));
  }

  private void writeBehind() {
    try {
      while (!stop.await(FLUSH.toMillis(), TimeUnit.MILLISECONDS)) {
        flushOrSay();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A defect costs what it met, and not all that is learnt later. */
  private void flushOrSay() {
    try {
      flush();
    } catch (RuntimeException e) {
      LOG.error("records and addresses learnt lately were not written", e);
    }
  }

  /** Writes what changed; what the disk refuses is written with the next. */
  public void flush() {
    book.ifPresent(this::takePeers);
    sayMissed();
    Map<Bytes, Optional<StoredValue>> takenValues = changedValues.take();
    Map<Bytes, Optional<Bytes>> takenProviders = changedProviders.take();
    Map<Bytes, Optional<StoredPeer>> takenPeers = changedPeers.take();
    Batch batch = new Batch();
    takenValues.forEach((key, row) -> change(batch, values, key, row.map(RecordRows::write)));
    takenProviders.forEach((key, row) -> change(batch, providers, key, row));
    takenPeers.forEach((key, row) -> change(batch, peers, key, row.map(RecordRows::write)));
    if (batch.isEmpty()) {
      return;
    }
    try {
      disk.write(batch);
    } catch (DatabaseException e) {
      int givenUp =
          changedValues.putBack(takenValues)
              + changedProviders.putBack(takenProviders)
              + changedPeers.putBack(takenPeers);
      LOG.warn(
          "records and addresses learnt lately were not written, {} rows are given up: {}",
          givenUp,
          e.getMessage());
    }
  }

  private void sayMissed() {
    int missed =
        changedValues.takeMissed() + changedProviders.takeMissed() + changedPeers.takeMissed();
    if (missed > 0) {
      LOG.warn("{} changes of records and addresses came too fast to be written", missed);
    }
  }

  private void takePeers(MemoryAddressBook from) {
    StoredPeer.Changes changes = from.takeChanges();
    changes.updated().forEach(peer -> changedPeers.stored(peer.peer().encode(), peer));
    changes.removed().forEach(peer -> changedPeers.gone(peer.encode()));
  }

  private static void change(Batch batch, Table table, Bytes key, Optional<Bytes> row) {
    if (row.isPresent()) {
      batch.put(table, key, row.get());
    } else {
      batch.remove(table, key);
    }
  }

  @Override
  public void stored(StoredValue value) {
    changedValues.stored(value.key(), value);
  }

  @Override
  public void valueGone(Bytes key) {
    changedValues.gone(key);
  }

  @Override
  public void stored(Bytes multihash, Provider provider) {
    changedProviders.stored(
        RecordRows.providerKey(multihash, provider.peer()), RecordRows.write(provider));
  }

  @Override
  public void providerGone(Bytes multihash, PeerId peer) {
    changedProviders.gone(RecordRows.providerKey(multihash, peer));
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
