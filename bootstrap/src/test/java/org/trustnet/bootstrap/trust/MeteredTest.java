package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.trust.file.FileLimits;

/** What one search for a trust file may cost. */
final class MeteredTest {
  private final Map<Cid, Block> blocks = new HashMap<>();
  private long now;

  private List<Cid> blocks(int count) {
    List<Cid> cids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Block block = Block.hashing(1, Cid.RAW, Bytes.utf8("block " + i));
      blocks.put(block.cid(), block);
      cids.add(block.cid());
    }
    return cids;
  }

  private FileSearch.Metered metered() {
    return new FileSearch.Metered(
        cid -> {
          Block block = blocks.get(cid);
          if (block == null) {
            throw new ContentException(new ContentFailure.NotFound(cid));
          }
          return block;
        },
        () -> now);
  }

  @Test
  void fetchesSixtyFourBlocksAndNoMore() throws ContentException {
    List<Cid> cids = blocks(FileLimits.MAX_BLOCKS + 1);
    FileSearch.Metered metered = metered();
    for (Cid cid : cids.subList(0, FileLimits.MAX_BLOCKS)) {
      assertThat(metered.fetch(cid)).isEqualTo(blocks.get(cid));
    }
    assertThat(metered.fetch(cids.getFirst())).isNotNull();
    assertThat(
            catchThrowableOfType(ContentException.class, () -> metered.fetch(cids.getLast()))
                .failure())
        .isInstanceOf(ContentFailure.TooLarge.class);
  }

  @Test
  void givesUpASlowSourceAfterTenSeconds() throws ContentException {
    List<Cid> cids = blocks(3);
    FileSearch.Metered metered = metered();
    assertThat(metered.fetch(cids.get(0))).isNotNull();
    now = FileSearch.SLOW_START.toNanos();
    assertThat(metered.fetch(cids.get(1))).isNotNull();
    now++;
    assertThat(
            catchThrowableOfType(ContentException.class, () -> metered.fetch(cids.get(2)))
                .failure())
        .isInstanceOf(ContentFailure.TimedOut.class);
  }
}
