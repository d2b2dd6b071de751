package org.trustnet.ipns.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;

class CacheIndexTest {
  private static final CacheIndex.Entry ENTRY = new CacheIndex.Entry(1, 0);

  private static Multihash hash(int n) {
    return Multihash.sha256(Bytes.utf8("block " + n));
  }

  @Test
  void holdsAsManyBlocksAsTheLimitAndForOneMoreTheOldestGoes() {
    int most = FileBlockStore.MAX_CACHED_BLOCKS;
    CacheIndex cache = new CacheIndex(Long.MAX_VALUE, most);
    for (int i = 0; i < most; i++) {
      assertThat(cache.makeRoom(1)).isEmpty();
      cache.add(hash(i), ENTRY);
    }
    cache.use(hash(0));

    assertThat(cache.makeRoom(1)).containsExactly(hash(1));
    cache.add(hash(most), ENTRY);
    assertThat(cache.blocks()).isEqualTo(most);
    assertThat(cache.bytes()).isEqualTo(most);
  }
}
