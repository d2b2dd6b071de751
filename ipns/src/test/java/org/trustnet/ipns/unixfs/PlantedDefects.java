package org.trustnet.ipns.unixfs;

import org.trustnet.multiformats.Bytes;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A writer that takes a size of zero for a default, which protobuf leaves out: sizes and links no
   * longer belong together. Seeds: UnixFsFuzzTest.
   */
  void sizeOfAnEmptyBlockThatIsLost(byte[] input) {
    try {
      UnixFsData data = UnixFsData.decode(Bytes.copyOf(input));
      UnixFsData again = UnixFsData.decode(withoutZeros(data).encode());
      if (!again.blockSizes().equals(data.blockSizes())) {
        throw new IllegalStateException("planted: sizeOfAnEmptyBlockThatIsLost");
      }
    } catch (MalformedNodeException e) {
      return; // refused, as it should be
    }
  }

  private static UnixFsData withoutZeros(UnixFsData data) {
    return new UnixFsData(
        data.kind(),
        data.data(),
        data.fileSize(),
        data.blockSizes().stream().filter(size -> size != 0).toList(),
        data.hashType(),
        data.fanout());
  }
}
