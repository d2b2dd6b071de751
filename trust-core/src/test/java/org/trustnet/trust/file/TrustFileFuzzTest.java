package org.trustnet.trust.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.trustnet.multiformats.Bytes;

/** No bytes make the reader throw; what it accepts survives formatting unchanged. */
final class TrustFileFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void readsAnything(byte[] bytes) {
    ReadResult result = TrustFileReader.read(Bytes.copyOf(bytes));
    if (result instanceof ReadResult.Accepted accepted) {
      Bytes written = TrustFileWriter.write(accepted.json());
      if (written.length() <= FileLimits.MAX_BYTES) {
        ReadResult again = TrustFileReader.read(written);
        assertThat(again).isInstanceOf(ReadResult.Accepted.class);
        assertThat(((ReadResult.Accepted) again).file()).isEqualTo(accepted.file());
      }
    }
  }
}
