package org.trustnet.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PublicKey;

/** Whatever is to be stored, there is a verdict; a valid record is the key it is named after. */
final class RecordsFuzzTest {
  private static final Namespaces KEYS = Namespaces.publicKeys();

  /** The first byte says how long the record's key is; the value follows it. */
  @FuzzTest
  void judgesRecordsOfAnyName(byte[] input) {
    Bytes all = Bytes.copyOf(input);
    int end = all.isEmpty() ? 0 : 1 + Math.min(all.unsigned(0), all.length() - 1);
    judge(all.slice(Math.min(1, end), end), all.slice(end));
  }

  @FuzzTest
  void judgesPublicKeysUnderTheirOwnName(byte[] input) {
    Bytes value = Bytes.copyOf(input);
    try {
      Bytes name = PublicKey.decode(value).peerId().encode();
      judge(Bytes.concat(PublicKeyValidator.PREFIX, name), value);
    } catch (org.trustnet.multiformats.MultiformatException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void judge(Bytes key, Bytes value) {
    RecordValidator.Validity verdict = KEYS.validate(key, value, Instant.EPOCH);
    assertThat(KEYS.select(key, List.of(value, value))).isZero();
    if (verdict.equals(RecordValidator.Validity.valid())) {
      assertThat(KEYS.knows(key)).isTrue();
      assertThat(PublicKey.decode(value).peerId().encode())
          .isEqualTo(key.slice(PublicKeyValidator.PREFIX.length()));
    }
  }
}
