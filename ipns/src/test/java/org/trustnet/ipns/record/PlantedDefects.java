package org.trustnet.ipns.record;

import java.util.NoSuchElementException;
import org.trustnet.multiformats.Bytes;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A reader that asks the signed map for its sequence without looking whether it has one. Seeds:
   * IpnsRecordFuzzTest.
   */
  void recordWithoutASequence(byte[] input) {
    if (ParsedRecord.parse(Bytes.copyOf(input)) instanceof ParsedRecord.Outcome.Parsed parsed) {
      try {
        parsed.record().integer(ParsedRecord.SEQUENCE).orElseThrow();
      } catch (NoSuchElementException e) {
        throw new IllegalStateException("planted: recordWithoutASequence", e);
      }
    }
  }
}
