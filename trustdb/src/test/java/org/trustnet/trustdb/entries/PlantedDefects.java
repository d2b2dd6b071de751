package org.trustnet.trustdb.entries;

import com.google.protobuf.InvalidProtocolBufferException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustEntry;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /** Seeds: RowsFuzzTest. */
  void noteWithANul(byte[] input) {
    TrustEntry entry;
    try {
      entry = EntryRows.read(EntryKey.OfMark.BUNDLED, Bytes.copyOf(input));
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      return; // what the store reports as damage
    }
    if (entry.standing().note().indexOf('\0') >= 0) {
      throw new IllegalStateException("planted: noteWithANul");
    }
  }
}
