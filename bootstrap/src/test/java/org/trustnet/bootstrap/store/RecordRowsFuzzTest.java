package org.trustnet.bootstrap.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.trustnet.multiformats.Bytes;

/**
 * Rows of soft state: what cannot be read is as if it had never been there, and no row throws. The
 * first byte says how long the key is; the row follows it.
 */
final class RecordRowsFuzzTest {
  @FuzzTest
  void readsValues(byte[] input) {
    RecordRows.value(key(input), row(input))
        .ifPresent(
            value ->
                assertThat(RecordRows.value(value.key(), RecordRows.write(value))).contains(value));
  }

  @FuzzTest
  void readsProviders(byte[] input) {
    RecordRows.provider(key(input), row(input))
        .ifPresent(
            read -> {
              Bytes key = RecordRows.providerKey(read.multihash(), read.provider().peer());
              assertThat(key).isEqualTo(key(input));
              assertThat(RecordRows.provider(key, RecordRows.write(read.provider())))
                  .contains(read);
            });
  }

  @FuzzTest
  void readsPeers(byte[] input) {
    RecordRows.peer(key(input), row(input))
        .ifPresent(
            peer ->
                assertThat(RecordRows.peer(peer.peer().encode(), RecordRows.write(peer)))
                    .contains(peer));
  }

  private static Bytes key(byte[] input) {
    Bytes all = Bytes.copyOf(input);
    return all.isEmpty() ? all : all.slice(1, 1 + Math.min(all.unsigned(0), all.length() - 1));
  }

  private static Bytes row(byte[] input) {
    Bytes all = Bytes.copyOf(input);
    return all.isEmpty() ? all : all.slice(1 + key(input).length());
  }
}
