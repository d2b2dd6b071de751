package org.trustnet.trust.file;

import org.trustnet.multiformats.Bytes;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /** Seeds: TrustFileFuzzTest. */
  void openNodeWithARemoteThatIsDropped(byte[] input) {
    if (TrustFileReader.read(Bytes.copyOf(input)) instanceof ReadResult.Accepted accepted
        && !accepted.warnings().isEmpty()
        && accepted.file().nodes().anyMatch(node -> node.strictness() == Node.Strictness.OPEN)) {
      throw new IllegalStateException("planted: openNodeWithARemoteThatIsDropped");
    }
  }
}
