package org.trustnet.ipns.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.multiformats.Cid;

final class FileBlockStoreTest extends BlockStoreCompliance {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final BlockStoreConfig CONFIG = new BlockStoreConfig(1_000, 0);

  @TempDir private Path folder;

  @Override
  protected BlockStore open(BlockStoreConfig config, long freeBytes) throws IOException {
    return FileBlockStore.open(folder, config, CLOCK, () -> freeBytes);
  }

  private FileBlockStore reopen(Instant now) throws IOException {
    return FileBlockStore.open(folder, CONFIG, InstantSource.fixed(now));
  }

  private FileBlockStore reopen() throws IOException {
    return reopen(CLOCK.instant());
  }

  @Test
  void remembersWhatIsKeptAndWhatIsCachedAcrossRestarts() throws IOException {
    FileBlockStore store = reopen();
    Block kept = block(1, 100);
    Block cached = block(2, 100);
    store.put(kept, Retention.KEPT);
    store.put(cached, Retention.CACHED);
    FileBlockStore again = reopen();
    assertThat(again.retention(kept.cid())).contains(Retention.KEPT);
    assertThat(again.retention(cached.cid())).contains(Retention.CACHED);
    assertThat(again.usage()).isEqualTo(store.usage());
  }

  @Test
  void remembersTheOrderOfUseAcrossRestarts() throws IOException {
    List<Block> blocks = List.of(block(1, 300), block(2, 300), block(3, 300));
    Instant now = CLOCK.instant();
    for (Block block : blocks) {
      reopen().put(block, Retention.CACHED);
      Files.setLastModifiedTime(path(block.cid()), java.nio.file.attribute.FileTime.from(now));
      now = now.plusSeconds(10);
    }
    reopen(now.plus(FileBlockStore.USE_RECORD_INTERVAL)).get(blocks.getFirst().cid());
    FileBlockStore store = reopen(now);
    store.put(block(4, 200), Retention.CACHED);
    assertThat(blocks).map(b -> store.has(b.cid())).containsExactly(true, false, true);
  }

  @Test
  void writesABlockAgainWhoseFileSomebodyElseDeleted() throws IOException {
    FileBlockStore store = reopen();
    for (Retention retention : Retention.values()) {
      Block block = block(retention.ordinal(), 100);
      store.put(block, retention);
      Files.delete(path(block.cid()));

      assertThat(store.put(block, retention)).isEqualTo(new PutOutcome.Stored());

      assertThat(store.get(block.cid())).contains(block);
    }
    assertThat(store.usage().cachedBytes()).isEqualTo(100);
  }

  @Test
  void dropsABlockThatWasDamagedOnTheDisk() throws IOException {
    FileBlockStore store = reopen();
    Block block = block(1, 100);
    store.put(block, Retention.KEPT);
    Files.write(path(block.cid()), new byte[99]);
    assertThat(store.get(block.cid())).isEmpty();
    assertThat(store.has(block.cid())).isFalse();
    assertThat(store.put(block, Retention.KEPT)).isEqualTo(new PutOutcome.Stored());
    assertThat(store.get(block.cid())).contains(block);
  }

  @Test
  void writesABlockAgainThatIsDamagedAndWasNotReadSince() throws IOException {
    FileBlockStore store = reopen();
    for (Retention retention : Retention.values()) {
      Block block = block(retention.ordinal(), 100);
      store.put(block, retention);
      Files.write(path(block.cid()), new byte[100]);

      assertThat(store.put(block, retention)).isEqualTo(new PutOutcome.Stored());

      assertThat(store.get(block.cid())).contains(block);
      assertThat(store.retention(block.cid())).contains(retention);
      assertThat(store.put(block, retention)).isEqualTo(new PutOutcome.AlreadyStored());
    }
  }

  @Test
  void countsWhatIsKeptAsARestartWouldAfterADamage() throws IOException {
    FileBlockStore store = reopen();
    store.put(block(1, 100), Retention.KEPT);
    Block block = block(2, 100);
    store.put(block, Retention.KEPT);
    Files.write(path(block.cid()), new byte[40]);

    assertThat(store.get(block.cid())).isEmpty();

    assertThat(store.usage()).isEqualTo(new StoreUsage(1, 100, 0, 0, 1_000));
    store.put(block, Retention.KEPT);
    assertThat(store.usage()).isEqualTo(new StoreUsage(2, 200, 0, 0, 1_000));
  }

  @Test
  void countsWhatIsKeptAsARestartWouldWhenAnAlteredBlockIsReleasedOrDeleted() throws IOException {
    for (int length : new int[] {40, 100, 2_000}) {
      FileBlockStore store = reopen();
      Block whole = block(1, 100);
      Block released = block(2, 100);
      Block deleted = block(3, 100);
      for (Block block : List.of(whole, released, deleted)) {
        store.put(block, Retention.KEPT);
      }
      Files.write(path(released.cid()), new byte[length]);
      Files.write(path(deleted.cid()), new byte[length]);

      assertThat(store.release(released.cid())).isTrue();
      assertThat(store.usage().keptBlocks()).isEqualTo(2);
      assertThat(store.delete(deleted.cid())).isTrue();

      assertThat(store.usage()).isEqualTo(new StoreUsage(1, 100, 0, 0, 1_000));
      assertThat(store.usage()).isEqualTo(reopen().usage());
      assertThat(store.get(released.cid())).isEmpty();
      assertThat(store.get(whole.cid())).contains(whole);
    }
  }

  @Test
  void saysThatTheDiskFailsWhenItCannotReadWhatIsThere() throws IOException {
    FileBlockStore store = reopen();
    for (Retention retention : Retention.values()) {
      Block block = block(10 + retention.ordinal(), 100);
      store.put(block, retention);
      Path file = path(block.cid());
      Files.delete(file);
      Files.createDirectory(file);

      assertThat(store.put(block, retention)).isInstanceOf(PutOutcome.DiskFailed.class);

      Files.delete(file);
    }
  }

  private FileBlockStore withDamaged(Block block) throws IOException {
    FileBlockStore store = reopen();
    store.put(block, Retention.KEPT);
    Files.write(path(block.cid()), new byte[99]);
    assertThat(store.get(block.cid())).isEmpty();
    return store;
  }

  @Test
  void keepsADamagedBlockAgainWhenItIsFetched() throws IOException {
    Block block = block(1, 100);
    FileBlockStore store = withDamaged(block);
    assertThat(store.usage().keptBlocks()).isZero();
    assertThat(reopen().put(block, Retention.CACHED)).isEqualTo(new PutOutcome.Stored());

    FileBlockStore again = reopen();
    assertThat(again.retention(block.cid())).contains(Retention.KEPT);
    assertThat(again.usage()).isEqualTo(new StoreUsage(1, 100, 0, 0, 1_000));
    again.release(block.cid());
    assertThat(again.retention(block.cid())).contains(Retention.CACHED);
  }

  @Test
  void forgetsADamagedBlockThatIsNotWantedAnyMore() throws IOException {
    Block deleted = block(1, 100);
    FileBlockStore store = withDamaged(deleted);
    store.delete(deleted.cid());
    store.put(deleted, Retention.CACHED);
    assertThat(store.retention(deleted.cid())).contains(Retention.CACHED);

    Block released = block(2, 100);
    withDamaged(released).release(released.cid());
    store.put(released, Retention.CACHED);
    assertThat(store.retention(released.cid())).contains(Retention.CACHED);
  }

  @Test
  void removesWhatAnInterruptedWriteLeft() throws IOException {
    reopen();
    Path leftover = folder.resolve("tmp").resolve("7");
    Files.write(leftover, new byte[10]);
    FileBlockStore store = reopen();
    assertThat(leftover).doesNotExist();
    assertThat(store.put(block(1, 10), Retention.KEPT).held()).isTrue();
    try (Stream<Path> rest = Files.list(folder.resolve("tmp"))) {
      assertThat(rest).isEmpty();
    }
  }

  @Test
  void ignoresFilesThatAreNoBlocks() throws IOException {
    reopen();
    Files.createDirectories(folder.resolve("kept").resolve("zz"));
    Files.write(folder.resolve("kept").resolve("zz").resolve("notes.data"), new byte[10]);
    assertThat(reopen().usage().keptBlocks()).isZero();
  }

  @Test
  void shrinksTheCacheToASmallerSettingAtStart() throws IOException {
    FileBlockStore store = reopen();
    store.put(block(1, 400), Retention.CACHED);
    store.put(block(2, 400), Retention.CACHED);
    FileBlockStore smaller = FileBlockStore.open(folder, new BlockStoreConfig(500, 0), CLOCK);
    assertThat(smaller.usage().cachedBytes()).isEqualTo(400);
  }

  @Test
  void refusesAWriteWhenTheDiskFails() throws IOException {
    FileBlockStore store = reopen();
    Files.delete(folder.resolve("tmp"));
    assertThat(store.put(block(1, 10), Retention.KEPT)).isInstanceOf(PutOutcome.DiskFailed.class);
    assertThat(store.has(block(1, 10).cid())).isFalse();
  }

  private Path path(Cid cid) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      String name =
          org.trustnet.multiformats.Multibase.BASE32.encodeBare(cid.hash().encode()) + ".data";
      return all.filter(p -> p.getFileName().toString().equals(name)).findFirst().orElseThrow();
    }
  }
}
