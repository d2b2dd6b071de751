package org.trustnet.ipns.car;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.assertj.core.api.Assertions;
import org.trustnet.ipns.blocks.Block;

final class CarFuzzTest {
  /** Whatever comes, it is blocks that fit their CIDs, or a malformed CAR. */
  @FuzzTest
  void readsOrRefuses(byte[] input) throws IOException {
    try {
      CarReader reader = CarReader.open(new ByteArrayInputStream(input));
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        Assertions.assertThat(Block.verified(block.get().cid(), block.get().data())).isPresent();
      }
    } catch (MalformedCarException e) {
      Assertions.assertThat(e).hasMessageNotContaining("null");
    }
  }
}
