package org.trustnet.trustdb.entries;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.DateTimeException;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;

/**
 * Rows of a damaged database: each is read as what it was written from, or refused in one of the
 * ways that {@code RocksEntryStore} reports as damage.
 */
final class RowsFuzzTest {
  private static final PeerId PEER =
      PeerId.parse("12D3KooWGRUfqhLLQtBiGMd5dgsLr1pSTxTRMeDsJH5F3fNQbF8P");

  private static final EntryKey[] KEYS = {
    new EntryKey.OfPeer(PEER),
    new EntryKey.OfName(PEER),
    EntryKey.OfMark.BUNDLED,
    EntryKey.OfMark.SELF
  };

  private interface Reading<T> {
    T read(Bytes row) throws InvalidProtocolBufferException;
  }

  private interface Writing<T> {
    Bytes write(T value);
  }

  @FuzzTest
  void readsEntries(byte[] input) {
    for (EntryKey key : KEYS) {
      check(input, row -> EntryRows.read(key, row), EntryRows::write);
    }
  }

  @FuzzTest
  void readsCachedFiles(byte[] input) {
    check(input, FileRows::read, FileRows::write);
  }

  @FuzzTest
  void readsNames(byte[] input) {
    check(input, row -> NameRows.read(PEER, row), NameRows::write);
  }

  @FuzzTest
  void readsBlocks(byte[] input) {
    check(input, PolicyRows::blocks, PolicyRows::write);
  }

  @FuzzTest
  void readsTheMatrix(byte[] input) {
    check(input, PolicyRows::matrix, PolicyRows::write);
  }

  @FuzzTest
  void readsTrustTime(byte[] input) {
    check(input, PolicyRows::time, PolicyRows::write);
  }

  @FuzzTest
  void readsAuditLines(byte[] input) {
    check(input, LogRows::audit, LogRows::write);
  }

  @FuzzTest
  void readsRefusals(byte[] input) {
    check(input, LogRows::refusal, LogRows::write);
  }

  private static <T> void check(byte[] input, Reading<T> reading, Writing<T> writing) {
    Optional<T> first = read(reading, Bytes.copyOf(input));
    first.ifPresent(
        value -> assertThat(read(reading, writing.write(value))).isEqualTo(Optional.of(value)));
  }

  private static <T> Optional<T> read(Reading<T> reading, Bytes row) {
    try {
      return Optional.of(reading.read(row));
    } catch (InvalidProtocolBufferException
        | MultiformatException
        | IllegalArgumentException
        | NoSuchElementException
        | DateTimeException
        | ArithmeticException e) {
      assertThat(e.getMessage()).isNotBlank();
      return Optional.empty();
    }
  }
}
