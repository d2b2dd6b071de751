package org.trustnet.trust.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.trustnet.multiformats.Bytes;

/**
 * No bytes make the reader throw; what it accepts survives formatting unchanged, and what may be
 * published is read without a warning.
 */
final class TrustFileFuzzTest {
  @FuzzTest
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

  @FuzzTest
  void judgesAnythingThatIsToBePublished(byte[] bytes) {
    Bytes content = Bytes.copyOf(bytes);
    List<ReadResult.Warning> problems = PublishCheck.problems(content);
    assertThat(problems).allSatisfy(each -> assertThat(each.text()).isNotBlank());
    switch (TrustFileReader.read(content)) {
      case ReadResult.Accepted accepted -> assertThat(problems).containsAll(accepted.warnings());
      case ReadResult.Refused refused ->
          assertThat(problems).contains(new ReadResult.Warning(refused.where(), refused.message()));
      case ReadResult.Revoked revoked -> assertThat(problems).isEmpty();
    }
  }
}
