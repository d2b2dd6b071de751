package org.trustnet.bootstrap.store;

import java.time.Instant;
import org.trustnet.libp2p.kad.records.Provider;
import org.trustnet.multiformats.Bytes;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A writer of rows that keeps tenths of a second: a provider reads back as an older one. The
   * first byte says how long the key is. Seeds: RecordRowsFuzzTest.
   */
  void providerOlderOnceWritten(byte[] input) {
    Bytes all = Bytes.copyOf(input);
    if (all.isEmpty() || all.length() <= all.unsigned(0)) {
      return;
    }
    Bytes key = all.slice(1, 1 + all.unsigned(0));
    RecordRows.provider(key, all.slice(1 + key.length()))
        .ifPresent(
            read -> {
              Bytes row = RecordRows.write(inTenths(read.provider()));
              if (RecordRows.provider(key, row).filter(read::equals).isEmpty()) {
                throw new IllegalStateException("planted: providerOlderOnceWritten");
              }
            });
  }

  private static Provider inTenths(Provider provider) {
    long millis = provider.received().toEpochMilli();
    return new Provider(
        provider.peer(), provider.addresses(), Instant.ofEpochMilli(millis - millis % 100));
  }
}
