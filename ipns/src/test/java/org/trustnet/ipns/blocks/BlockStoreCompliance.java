package org.trustnet.ipns.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

/** What every {@link BlockStore} does; each implementation's test extends this. */
public abstract class BlockStoreCompliance {
  /** An empty store with these sizes, whose disk has {@code freeBytes} to write on. */
  protected abstract BlockStore open(BlockStoreConfig config, long freeBytes) throws IOException;

  private BlockStore open(long cacheBytes) throws IOException {
    return open(new BlockStoreConfig(cacheBytes, 1_000), 1L << 40);
  }

  protected static Block block(int seed, int length) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) (seed + i * 31 + (i >>> 8));
    }
    return Block.hashing(1, Cid.RAW, Bytes.wrap(data));
  }

  @Test
  void returnsWhatWasPutUnderEveryCidOfItsHash() throws IOException {
    BlockStore store = open(10_000);
    Block block = block(1, 100);
    assertThat(store.put(block, Retention.KEPT)).isEqualTo(new PutOutcome.Stored());
    assertThat(store.get(block.cid())).contains(block);
    Cid asV0 = Cid.v0(block.cid().hash());
    assertThat(store.get(asV0)).map(Block::cid).contains(asV0);
    assertThat(store.get(asV0)).map(Block::data).contains(block.data());
    assertThat(store.size(asV0)).hasValue(100);
    assertThat(store.has(block(2, 100).cid())).isFalse();
    assertThat(store.get(block(2, 100).cid())).isEmpty();
    assertThat(store.retention(block(2, 100).cid())).isEmpty();
  }

  @Test
  void keepsWhatWasCachedWhenAskedTo() throws IOException {
    BlockStore store = open(10_000);
    Block block = block(1, 100);
    assertThat(store.put(block, Retention.CACHED)).isEqualTo(new PutOutcome.Stored());
    assertThat(store.retention(block.cid())).contains(Retention.CACHED);
    assertThat(store.put(block, Retention.CACHED)).isEqualTo(new PutOutcome.AlreadyStored());
    assertThat(store.put(block, Retention.KEPT)).isEqualTo(new PutOutcome.Stored());
    assertThat(store.retention(block.cid())).contains(Retention.KEPT);
    assertThat(store.put(block, Retention.CACHED)).isEqualTo(new PutOutcome.AlreadyStored());
    assertThat(store.put(block, Retention.KEPT)).isEqualTo(new PutOutcome.AlreadyStored());
    assertThat(store.usage()).isEqualTo(new StoreUsage(1, 100, 0, 0, 10_000));
  }

  @Test
  void evictsTheLeastRecentlyUsedWhenTheCacheIsFull() throws IOException {
    BlockStore store = open(300);
    Block first = block(1, 100);
    Block second = block(2, 100);
    Block third = block(3, 100);
    store.put(first, Retention.CACHED);
    store.put(second, Retention.CACHED);
    store.put(third, Retention.CACHED);
    assertThat(store.usage().cachedBytes()).isEqualTo(300);
    assertThat(store.get(first.cid())).isPresent();
    store.put(block(4, 1), Retention.CACHED);
    assertThat(store.has(first.cid())).isTrue();
    assertThat(store.has(second.cid())).isFalse();
    assertThat(store.has(third.cid())).isTrue();
    assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 3, 201, 300));
  }

  @Test
  void neverEvictsWhatIsKept() throws IOException {
    BlockStore store = open(300);
    Block kept = block(1, 250);
    store.put(kept, Retention.KEPT);
    for (int i = 2; i < 20; i++) {
      store.put(block(i, 100), Retention.CACHED);
    }
    assertThat(store.has(kept.cid())).isTrue();
    assertThat(store.usage()).isEqualTo(new StoreUsage(1, 250, 3, 300, 300));
  }

  @Test
  void cachesABlockAsLargeAsTheCacheAndRefusesOneByteMore() throws IOException {
    BlockStore store = open(100);
    assertThat(store.put(block(1, 100), Retention.CACHED).held()).isTrue();
    assertThat(store.put(block(2, 101), Retention.CACHED))
        .isEqualTo(new PutOutcome.CacheTooSmall(100));
    assertThat(store.put(block(2, 101), Retention.KEPT).held()).isTrue();
  }

  @Test
  void writesDownToTheReserveAndRefusesOneByteMore() throws IOException {
    BlockStore store = open(new BlockStoreConfig(10_000, 1_000), 1_100);
    assertThat(store.put(block(1, 101), Retention.KEPT))
        .isEqualTo(new PutOutcome.DiskFull(1_100, 1_000));
    assertThat(store.put(block(1, 101), Retention.CACHED).held()).isFalse();
    assertThat(store.has(block(1, 101).cid())).isFalse();
    assertThat(store.put(block(2, 100), Retention.KEPT).held()).isTrue();
    assertThat(store.usage().keptBytes()).isEqualTo(100);
  }

  @Test
  void releasesKeptBlocksToTheCache() throws IOException {
    BlockStore store = open(150);
    Block small = block(1, 100);
    Block large = block(2, 200);
    store.put(small, Retention.KEPT);
    store.put(large, Retention.KEPT);
    assertThat(store.release(small.cid())).isTrue();
    assertThat(store.release(small.cid())).isFalse();
    assertThat(store.retention(small.cid())).contains(Retention.CACHED);
    assertThat(store.release(large.cid())).isTrue();
    assertThat(store.has(large.cid())).isFalse();
    assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 1, 100, 150));
  }

  @Test
  void deletesWhateverItHolds() throws IOException {
    BlockStore store = open(1_000);
    Block kept = block(1, 100);
    Block cached = block(2, 100);
    store.put(kept, Retention.KEPT);
    store.put(cached, Retention.CACHED);
    assertThat(store.delete(kept.cid())).isTrue();
    assertThat(store.delete(cached.cid())).isTrue();
    assertThat(store.delete(cached.cid())).isFalse();
    assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 0, 0, 1_000));
  }

  @Test
  void showsEveryKeptBlock() throws IOException {
    BlockStore store = open(1_000);
    store.put(block(1, 100), Retention.KEPT);
    store.put(block(2, 100), Retention.KEPT);
    store.put(block(3, 100), Retention.CACHED);
    List<Multihash> seen = new ArrayList<>();
    store.forEachKept(seen::add);
    assertThat(seen)
        .containsExactlyInAnyOrder(block(1, 100).cid().hash(), block(2, 100).cid().hash());
  }

  @Test
  void hasWhatAnIdentityCidCarriesWithoutStoringIt() throws IOException {
    BlockStore store = open(1_000);
    Cid cid = Cid.v1(Cid.RAW, Multihash.identity(Bytes.utf8("inlined")));
    assertThat(store.get(cid)).map(Block::data).contains(Bytes.utf8("inlined"));
    assertThat(store.size(cid)).hasValue(7);
    assertThat(store.put(Block.inlined(cid).orElseThrow(), Retention.KEPT).held()).isTrue();
    assertThat(store.usage().keptBlocks()).isZero();
  }

  @Test
  void takesEmptyAndLargestBlocks() throws IOException {
    BlockStore store = open(10_000);
    Block largest = block(7, Block.MAX_BYTES);
    assertThat(store.put(block(1, 0), Retention.KEPT).held()).isTrue();
    assertThat(store.put(largest, Retention.KEPT).held()).isTrue();
    assertThat(store.get(block(1, 0).cid())).isPresent();
    assertThat(store.get(largest.cid())).map(Block::data).contains(largest.data());
  }
}
