package org.trustnet.bootstrap.trust;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.Snapshots;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.NativeLibrary;
import org.trustnet.trustdb.entries.RocksEntryStore;

/** A trust database on disk with what refreshes its entries, and no network. */
final class RefreshedDatabase implements AutoCloseable {
  /** How many publishers its entries follow. */
  static final int PUBLISHERS = 4;

  private final Database database;
  private final RocksEntryStore store;
  private final TrustState state;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private RefreshedDatabase(Database database) {
    this.database = database;
    this.store = new RocksEntryStore(database);
    Snapshot snapshot = Snapshots.load(store, TestNode.settings(1).policy(TestNode.key().peerId()));
    this.state = new TrustState(store, new TrustClock(store.trustTime(), TestNode.REAL), snapshot);
  }

  static RefreshedDatabase open(Path folder) {
    return new RefreshedDatabase(database(folder));
  }

  /** Beside the library, unpacked once: each killed process would leave its own behind. */
  private static Database database(Path folder) {
    NativeLibrary.load(folder.resolveSibling("native"));
    return Database.open(folder, 1, RocksEntryStore.TABLES);
  }

  /** Makes one with an entry for each publisher. */
  static void create(Path folder) {
    try (Database database = database(folder);
        TrustService trust =
            TrustService.open(
                new RocksEntryStore(database),
                TestNode.settings(1),
                TestNode.REAL,
                TestNode.key().peerId())) {
      for (SeededPublisher publisher : SeededPublisher.first(PUBLISHERS)) {
        AddOptions options =
            AddOptions.at(TrustLevel.TRUSTED).labelled("list-" + publisher.number());
        Change change =
            trust.change(
                TestNode.USER,
                book -> new AddCommands(book).name(publisher.key().peerId(), options),
                _ -> {});
        if (!(change instanceof Change.Done)) {
          throw new IllegalStateException("not added: " + change);
        }
      }
    }
  }

  /** Begins to follow the publishers. */
  RefreshDriver start(RefreshSources sources) {
    RefreshDriver driver = new RefreshDriver(state, sources, TestNode.REAL.random(), threads);
    state.watch(driver);
    driver.start();
    return driver;
  }

  /** Runs {@code task} as the one writer: no round of a driver comes between its steps. */
  <T> T inOneStep(Supplier<T> task) {
    return state.writing(task);
  }

  RocksEntryStore store() {
    return store;
  }

  Snapshot snapshot() {
    return state.snapshot();
  }

  /** The entry as the store has it. */
  ListedEntry entry(SeededPublisher publisher) {
    return (ListedEntry) store.holding(publisher.entry()).orElseThrow().entry();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a refresh does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
