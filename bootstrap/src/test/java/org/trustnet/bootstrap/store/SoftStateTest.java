package org.trustnet.bootstrap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.host.peers.AddressBookLimits;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Provider;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.records.StoredValue;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trustdb.Batch;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.Database.Durability;
import org.trustnet.trustdb.DatabaseException;
import org.trustnet.trustdb.NativeLibrary;

/** Rows that are written behind, with a disk that refuses when the test says so. */
class SoftStateTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final PeerId PEER = Keys.generate(KeyType.ED25519, new Random(1)).peerId();
  private static final PeerId PEER_OF_NODE = Keys.generate(KeyType.ED25519, new Random(2)).peerId();
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");
  private static final Bytes KEY = Bytes.utf8("/ipns/name");
  private static final Bytes CONTENT = Multihash.sha256(Bytes.utf8("content")).encode();

  @TempDir private Path folder;
  private final AtomicBoolean refuses = new AtomicBoolean();
  private Database database;

  @BeforeEach
  void open() {
    NativeLibrary.load(folder.resolve("native"));
    database = Database.open(folder.resolve("database"), 1, tables());
  }

  private static List<String> tables() {
    return List.of("values", "providers", "peers", "roots");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private SoftState softState() {
    return new SoftState(
        database,
        batch -> {
          if (refuses.get()) {
            throw new DatabaseException(DatabaseException.Kind.IO, "no space left on device");
          }
          database.write(batch, Durability.SOFT);
        });
  }

  private static MemoryAddressBook book() {
    return new MemoryAddressBook(AddressBookLimits.defaults(), InstantSource.fixed(NOW));
  }

  private static MemoryRecordStore records() {
    return new MemoryRecordStore(PEER, RecordLimits.DEFAULT, RecordChanges.ignored());
  }

  @Test
  void whatARefusedWriteTookIsWrittenByTheNext() {
    SoftState soft = softState();
    MemoryAddressBook known = book();
    soft.follow(known);
    refuses.set(true);
    soft.stored(new StoredValue(KEY, Bytes.utf8("value"), NOW));
    soft.stored(CONTENT, new Provider(PEER, List.of(ADDRESS), NOW));
    known.add(PEER, List.of(ADDRESS), Duration.ofHours(1));
    soft.flush();
    refuses.set(false);

    soft.flush();

    MemoryRecordStore records = records();
    MemoryAddressBook later = book();
    SoftState next = softState();
    next.load(records, NOW);
    next.follow(later);
    assertThat(records.value(KEY, NOW)).map(StoredValue::value).contains(Bytes.utf8("value"));
    assertThat(records.providers(CONTENT, NOW)).extracting(Provider::peer).containsExactly(PEER);
    assertThat(later.addresses(PEER)).containsExactly(ADDRESS);
  }

  @Test
  void whatWasTakenAwayWhileTheDiskRefusedDoesNotComeBack() {
    SoftState soft = softState();
    refuses.set(true);
    soft.stored(new StoredValue(KEY, Bytes.utf8("value"), NOW));
    soft.flush();
    soft.valueGone(KEY);
    refuses.set(false);

    soft.flush();

    MemoryRecordStore records = records();
    softState().load(records, NOW);
    assertThat(records.value(KEY, NOW)).isEmpty();
  }

  @Test
  void whatADiskHoldsTooMuchOfStaysOutOfMemoryAndLeavesTheDisk() {
    SoftState soft = softState();
    int announced = 2 * SoftState.PAGE + 10;
    for (int i = 0; i < announced; i++) {
      Bytes content = Multihash.sha256(Bytes.utf8("content " + i)).encode();
      soft.stored(content, new Provider(PEER, List.of(ADDRESS), NOW));
      soft.stored(new StoredValue(Bytes.utf8("/ipns/" + i), Bytes.utf8("value"), NOW));
    }
    soft.flush();
    assertThat(rows("providers")).isEqualTo(announced);

    RecordLimits d = RecordLimits.DEFAULT;
    long most = 40_000;
    SoftState next = softState();
    MemoryRecordStore small =
        new MemoryRecordStore(
            PEER_OF_NODE,
            new RecordLimits(
                20,
                1_000_000,
                new RecordLimits.Providers(65_536, 64, 16_384, 32_768, most),
                d.ages()),
            next);
    next.load(small, NOW);

    assertThat(small.totals().values()).isEqualTo(20);
    assertThat(small.totals().providerBytes()).isBetween(most - 1_000, most);
    assertThat(rows("providers")).isEqualTo(small.totals().providers());
    assertThat(rows("values")).isEqualTo(20);
  }

  @Test
  void aRowThatCannotBeReadLeavesTheDisk() {
    Batch broken = new Batch();
    broken.put(database.table("providers"), Bytes.hex("ff01"), Bytes.hex("ff"));
    database.write(broken, Durability.SOFT);

    softState().load(records(), NOW);

    assertThat(rows("providers")).isZero();
  }

  private int rows(String table) {
    AtomicInteger rows = new AtomicInteger();
    database
        .table(table)
        .ascending(
            Bytes.empty(),
            (key, row) -> {
              rows.incrementAndGet();
              return true;
            });
    return rows.get();
  }

  @Test
  void rootsAreThereAfterTheDatabaseWasOpenedAgain() {
    List<Cid> roots =
        List.of(
            Cid.v0(Multihash.sha256(Bytes.utf8("folder"))),
            Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8("file"))));
    new StoredRoots(database).add(roots);
    database.close();
    database = Database.open(folder.resolve("database"), 1, tables());

    assertThat(new StoredRoots(database).all()).containsExactlyInAnyOrderElementsOf(roots);
  }
}
