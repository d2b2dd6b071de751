package org.trustnet.ipns.unixfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.MemoryBlockStore;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.ipns.blocks.StoredBlocks;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

final class UnixFsFuzzTest {
  private static final ReadLimits LIMITS = new ReadLimits(8, 64, 1 << 20);

  /** Whatever comes as UnixFS data, it is read or malformed, and survives being written. */
  @FuzzTest
  void readsOrRefuses(byte[] input) throws MalformedNodeException {
    UnixFsData data;
    try {
      data = UnixFsData.decode(Bytes.copyOf(input));
    } catch (MalformedNodeException e) {
      return;
    }
    UnixFsData again = UnixFsData.decode(data.encode());
    assertThat(again.kind()).isEqualTo(data.kind());
    assertThat(again.data()).isEqualTo(data.data());
    assertThat(again.fileSize()).isEqualTo(data.fileSize());
    assertThat(again.blockSizes()).isEqualTo(data.blockSizes());
  }

  /** Whatever a node says, reading it as file, directory and path ends, with data or a failure. */
  @FuzzTest
  void readsGraphsOrSaysWhyNot(byte[] input) throws IOException {
    MemoryBlockStore store = new MemoryBlockStore();
    StoredBlocks source = new StoredBlocks(store);
    Block block = Block.hashing(1, Cid.DAG_PB, Bytes.copyOf(input));
    store.put(block, Retention.KEPT);
    try {
      UnixFsFile file = UnixFsFile.open(block.cid(), source, LIMITS);
      assertThat(file.read().readAllBytes().length).isEqualTo((int) file.size());
    } catch (ContentException e) {
      assertThat(e.failure()).isNotNull();
    }
    try {
      UnixFsDirectory.open(block.cid(), source, LIMITS).forEach(entry -> entry.nameText());
      PathResolver.resolve(new IpfsPath(block.cid(), List.of("a", "b")), source, LIMITS);
    } catch (ContentException e) {
      assertThat(Optional.of(e.failure())).isPresent();
    }
  }
}
