package org.trustnet.ipns.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.trustnet.multiformats.Bytes;

final class CborFuzzTest {
  /** Whatever comes, it is a value or malformed; a value survives being written. */
  @FuzzTest
  void readsOrRefuses(byte[] input) throws MalformedCborException {
    CborValue value;
    try {
      value = CborDecoder.decode(Bytes.copyOf(input));
    } catch (MalformedCborException e) {
      return;
    }
    assertThat(CborDecoder.decode(CborEncoder.encode(value))).isEqualTo(value);
  }
}
