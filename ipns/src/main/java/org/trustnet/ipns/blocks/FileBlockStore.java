package org.trustnet.ipns.blocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

/**
 * A block store of plain files ({@link BlockFiles}). A crash leaves whole blocks or none: a kept
 * block is written aside, synced and renamed before it is acknowledged; a cached one is not synced,
 * and every block is checked against its hash when it is read.
 *
 * <p>Threads: data is read and written outside the lock; names appear, move and vanish under it. An
 * edge: reads the disk's free space and the given clock.
 */
public final class FileBlockStore implements BlockStore {
  /** Most cached blocks, so that their index in memory stays under about 20 MB. */
  public static final int MAX_CACHED_BLOCKS = 131_072;

  /** The use of a cached block is written to its file's time at most this often. */
  static final Duration USE_RECORD_INTERVAL = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(FileBlockStore.class);

  private final BlockFiles files;
  private final BlockStoreConfig config;
  private final InstantSource clock;
  private final LongSupplier freeBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final CacheIndex cache;
  private long keptBlocks;
  private long keptBytes;

  /** Whether a kept file was not as long as it was counted, so that they are to be counted anew. */
  private boolean miscounted;

  private FileBlockStore(
      BlockFiles files, BlockStoreConfig config, InstantSource clock, LongSupplier freeBytes) {
    this.files = files;
    this.config = config;
    this.clock = clock;
    this.freeBytes = freeBytes;
    this.cache = new CacheIndex(config.cacheBytes(), MAX_CACHED_BLOCKS);
  }

  /**
   * Opens the store in {@code folder}, which is made if it is missing.
   *
   * @throws IOException if the folder cannot be read or written
   */
  public static FileBlockStore open(Path folder, BlockStoreConfig config, InstantSource clock)
      throws IOException {
    BlockFiles files = BlockFiles.open(folder);
    FileStore disk = Files.getFileStore(folder);
    return open(files, config, clock, () -> usableBytes(disk));
  }

  static FileBlockStore open(
      Path folder, BlockStoreConfig config, InstantSource clock, LongSupplier freeBytes)
      throws IOException {
    return open(BlockFiles.open(folder), config, clock, freeBytes);
  }

  private static FileBlockStore open(
      BlockFiles files, BlockStoreConfig config, InstantSource clock, LongSupplier freeBytes)
      throws IOException {
    FileBlockStore store = new FileBlockStore(files, config, clock, freeBytes);
    store.load();
    return store;
  }

  private void load() throws IOException {
    record Found(Multihash hash, CacheIndex.Entry entry) {}
    List<Found> found = new ArrayList<>();
    files.walk(
        Retention.CACHED,
        (hash, bytes, millis) -> found.add(new Found(hash, new CacheIndex.Entry(bytes, millis))));
    countKept();
    found.sort(Comparator.comparingLong(f -> f.entry().recordedMillis()));
    for (Found f : found) {
      evict(cache.makeRoom(f.entry().bytes()));
      cache.add(f.hash(), f.entry());
    }
    evict(cache.makeRoom(0));
  }

  private void countKept() throws IOException {
    keptBlocks = 0;
    keptBytes = 0;
    files.walk(
        Retention.KEPT,
        (hash, bytes, millis) -> {
          keptBlocks++;
          keptBytes += bytes;
        });
    miscounted = false;
  }

  @Override
  public Optional<Block> get(Cid cid) {
    Optional<Block> inlined = Block.inlined(cid);
    if (inlined.isPresent()) {
      return inlined;
    }
    try {
      // A block that moves between the folders after the first look is found by the third.
      for (Retention retention : List.of(Retention.KEPT, Retention.CACHED, Retention.KEPT)) {
        Optional<Bytes> data = files.read(cid.hash(), retention);
        if (data.isPresent()) {
          return checked(cid, retention, data.get());
        }
      }
      forgetVanished(cid.hash());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Block> checked(Cid cid, Retention retention, Bytes data) throws IOException {
    Optional<Block> block = Block.verified(cid, data);
    lock.lock();
    try {
      if (block.isEmpty()) {
        dropDamaged(cid, retention);
      } else if (retention == Retention.CACHED) {
        recordUse(cid.hash());
      }
    } finally {
      lock.unlock();
    }
    return block;
  }

  /** A cached file that somebody else deleted counts no more. */
  private void forgetVanished(Multihash hash) throws IOException {
    lock.lock();
    try {
      if (cache.size(hash).isPresent() && files.size(hash, Retention.CACHED).isEmpty()) {
        cache.remove(hash);
      }
    } finally {
      lock.unlock();
    }
  }

  private void dropDamaged(Cid cid, Retention retention) throws IOException {
    Optional<Bytes> now = files.read(cid.hash(), retention);
    if (now.isPresent() && Block.verified(cid, now.get()).isEmpty()) {
      LOG.warn("block {} is damaged on the disk; it counts as absent until it comes again", cid);
      if (retention == Retention.KEPT) {
        files.putAside(cid.hash());
        miscounted = true;
      }
      forget(cid.hash(), retention, now.get().length());
    }
  }

  private void recordUse(Multihash hash) throws IOException {
    CacheIndex.Entry entry = cache.use(hash);
    long now = clock.millis();
    if (entry != null && now - entry.recordedMillis() >= USE_RECORD_INTERVAL.toMillis()) {
      files.touch(hash, now);
      cache.add(hash, new CacheIndex.Entry(entry.bytes(), now));
    }
  }

  @Override
  public OptionalLong size(Cid cid) {
    Optional<Block> inlined = Block.inlined(cid);
    if (inlined.isPresent()) {
      return OptionalLong.of(inlined.get().data().length());
    }
    return locked(
        () -> {
          OptionalLong cached = cache.size(cid.hash());
          return cached.isPresent() ? cached : files.size(cid.hash(), Retention.KEPT);
        });
  }

  @Override
  public Optional<Retention> retention(Cid cid) {
    return locked(
        () -> {
          if (files.size(cid.hash(), Retention.KEPT).isPresent()) {
            return Optional.of(Retention.KEPT);
          }
          return cache.size(cid.hash()).isPresent()
              ? Optional.of(Retention.CACHED)
              : Optional.empty();
        });
  }

  @Override
  public PutOutcome put(Block block, Retention asked) {
    try {
      return store(block, asked);
    } catch (UncheckedIOException e) {
      return failed(block, e); // while it looked what is there already
    } catch (IOException e) {
      return failed(block, e);
    }
  }

  private PutOutcome failed(Block block, Exception why) {
    long left = freeBytes.getAsLong();
    return left - block.data().length() < config.reserveBytes()
        ? new PutOutcome.DiskFull(left, config.reserveBytes())
        : new PutOutcome.DiskFailed(String.valueOf(why.getMessage()));
  }

  private PutOutcome store(Block block, Retention asked) throws IOException {
    Retention retention = files.isPutAside(block.cid().hash()) ? Retention.KEPT : asked;
    long bytes = block.data().length();
    if (Block.inlined(block.cid()).isPresent()) {
      return new PutOutcome.AlreadyStored();
    }
    if (heldAlready(block.cid(), retention)) {
      return whole(block.cid()) ? new PutOutcome.AlreadyStored() : store(block, asked);
    }
    if (retention == Retention.CACHED && bytes > config.cacheBytes()) {
      return new PutOutcome.CacheTooSmall(config.cacheBytes());
    }
    long free = freeBytes.getAsLong();
    if (free - bytes < config.reserveBytes()) {
      return new PutOutcome.DiskFull(free, config.reserveBytes());
    }
    return placeOrDelete(files.write(block.data(), retention), block, retention);
  }

  /** Whether the disk still has what it was given; what it made of it instead is dropped. */
  private boolean whole(Cid cid) {
    return get(cid).isPresent();
  }

  private boolean heldAlready(Cid cid, Retention wanted) {
    Optional<Retention> now = retention(cid);
    if (now.isPresent() && wanted == Retention.CACHED) {
      locked(() -> cache.use(cid.hash()));
    }
    return now.isPresent() && (now.get() == Retention.KEPT || wanted == Retention.CACHED);
  }

  private PutOutcome placeOrDelete(Path written, Block block, Retention retention)
      throws IOException {
    try {
      return place(written, block, retention);
    } catch (IOException e) {
      Files.deleteIfExists(written);
      throw e;
    }
  }

  private PutOutcome place(Path written, Block block, Retention retention) throws IOException {
    Multihash hash = block.cid().hash();
    lock.lock();
    try {
      if (heldAlready(block.cid(), retention)) {
        Files.delete(written);
        return new PutOutcome.AlreadyStored();
      }
      if (retention == Retention.CACHED) {
        addToCache(written, hash, block.data().length());
      } else {
        files.place(written, hash, Retention.KEPT);
        keptBlocks++;
        keptBytes += block.data().length();
        if (cache.remove(hash)) {
          files.delete(hash, Retention.CACHED);
        }
      }
      return new PutOutcome.Stored();
    } finally {
      lock.unlock();
    }
  }

  private void addToCache(Path file, Multihash hash, long bytes) throws IOException {
    evict(cache.makeRoom(bytes));
    files.place(file, hash, Retention.CACHED);
    cache.add(hash, new CacheIndex.Entry(bytes, clock.millis()));
  }

  private void evict(List<Multihash> hashes) throws IOException {
    for (Multihash hash : hashes) {
      files.delete(hash, Retention.CACHED);
    }
  }

  @Override
  public boolean release(Cid cid) {
    Multihash hash = cid.hash();
    return locked(
        () -> {
          files.forgetDamaged(hash);
          OptionalLong bytes = files.size(hash, Retention.KEPT);
          if (bytes.isEmpty()) {
            return false;
          }
          if (altered(cid) || bytes.getAsLong() > config.cacheBytes()) {
            forget(hash, Retention.KEPT, bytes.getAsLong());
          } else {
            addToCache(files.path(hash, Retention.KEPT), hash, bytes.getAsLong());
            keptBlocks--;
            keptBytes -= bytes.getAsLong();
          }
          return true;
        });
  }

  @Override
  public boolean delete(Cid cid) {
    Multihash hash = cid.hash();
    return locked(
        () -> {
          files.forgetDamaged(hash);
          OptionalLong kept = files.size(hash, Retention.KEPT);
          boolean cached = cache.size(hash).isPresent();
          if (kept.isPresent()) {
            boolean _ = altered(cid);
            forget(hash, Retention.KEPT, kept.getAsLong());
          }
          if (cached) {
            forget(hash, Retention.CACHED, 0);
          }
          return kept.isPresent() || cached;
        });
  }

  /**
   * Whether the disk made something else of a kept block since it was last read. Its length may not
   * be the one that was counted, so that all are to be counted anew.
   */
  private boolean altered(Cid cid) throws IOException {
    Optional<Bytes> now = files.read(cid.hash(), Retention.KEPT);
    boolean altered = now.isPresent() && Block.verified(cid, now.get()).isEmpty();
    miscounted |= altered;
    return altered;
  }

  private void forget(Multihash hash, Retention retention, long bytes) throws IOException {
    files.delete(hash, retention);
    if (retention == Retention.CACHED) {
      cache.remove(hash);
    } else {
      keptBlocks--;
      keptBytes -= bytes;
    }
  }

  @Override
  public StoreUsage usage() {
    return locked(
        () -> {
          if (miscounted) {
            countKept();
          }
          return new StoreUsage(
              keptBlocks, keptBytes, cache.blocks(), cache.bytes(), cache.maxBytes());
        });
  }

  @Override
  public void forEachKept(Consumer<Multihash> visitor) {
    try {
      files.walk(Retention.KEPT, (hash, bytes, millis) -> visitor.accept(hash));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long usableBytes(FileStore disk) {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface DiskWork<T> {
    T run() throws IOException;
  }

  private <T extends @Nullable Object> T locked(DiskWork<T> work) {
    lock.lock();
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
