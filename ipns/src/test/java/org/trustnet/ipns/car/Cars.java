package org.trustnet.ipns.car;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.trustnet.ipns.Vectors;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockStore;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.multiformats.Cid;

/** Puts the blocks of a CAR among the vectors into a store. */
public final class Cars {
  private Cars() {}

  /** Returns the root. */
  public static Cid load(String path, BlockStore store) throws IOException {
    try (InputStream in = Vectors.open(path)) {
      CarReader reader = CarReader.open(in);
      for (Optional<Block> b = reader.next(); b.isPresent(); b = reader.next()) {
        store.put(b.get(), Retention.KEPT);
      }
      return reader.roots().getFirst();
    }
  }
}
