package org.trustnet.trustdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * The file {@code ACKNOWLEDGED} beside the database's own files: the number of the last change that
 * was on disk when its writer was told so. A database that knows fewer changes lost some.
 *
 * <p>Why it is needed: RocksDB cannot tell a write-ahead log that was cut from one whose end was
 * never written. Its mode for cut logs therefore drops whatever follows the cut, and a damaged
 * length field counts as a cut; its own remedy ({@code track_and_verify_wals_in_manifest}) covers
 * closed logs but not the one being written. The strictest mode would refuse the torn end that an
 * ordinary power cut leaves.
 *
 * <p>The number is written after the sync and before the acknowledgement, and is not synced itself:
 * the file is thus never ahead of the log (no false alarm after a crash of process or machine), and
 * survives a killed process. A power cut may leave it some seconds behind, which only weakens the
 * check for those seconds. It fills less than a disk sector, so it does not tear.
 *
 * <p>12 bytes: the sequence number, 8 bytes big-endian; CRC-32 of these, 4 bytes big-endian. One
 * thread at a time.
 */
final class AcknowledgedMark implements AutoCloseable {
  static final String NAME = "ACKNOWLEDGED";

  private static final int BYTES = Long.BYTES + Integer.BYTES;

  private final RandomAccessFile file;
  private long highest;

  private AcknowledgedMark(RandomAccessFile file) {
    this.file = file;
  }

  /** Opens the mark in {@code folder}, making it where there is none. */
  static AcknowledgedMark open(Path folder) throws IOException {
    return new AcknowledgedMark(new RandomAccessFile(folder.resolve(NAME).toFile(), "rw"));
  }

  /**
   * The number that the file has; empty in a new file.
   *
   * @throws DamagedMarkException if it is not one that was written here
   */
  OptionalLong read() throws IOException, DamagedMarkException {
    if (file.length() == 0) {
      return OptionalLong.empty();
    }
    byte[] bytes = new byte[BYTES];
    if (file.length() != BYTES) {
      throw new DamagedMarkException();
    }
    file.seek(0);
    file.readFully(bytes);
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    long sequence = fields.getLong();
    if (!ByteBuffer.wrap(bytes).equals(encoded(sequence))) {
      throw new DamagedMarkException();
    }
    highest = sequence;
    return OptionalLong.of(sequence);
  }

  /** Notes that every change up to {@code sequence} is on disk. */
  void raise(long sequence) throws IOException {
    if (sequence > highest || file.length() == 0) {
      file.seek(0);
      file.write(encoded(sequence).array());
      highest = sequence;
    }
  }

  private static ByteBuffer encoded(long sequence) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(sequence);
    CRC32 check = new CRC32();
    check.update(bytes.array(), 0, Long.BYTES);
    return bytes.putInt((int) check.getValue()).flip();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The file is not what was written. */
  static final class DamagedMarkException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedMarkException() {
      super("the file " + NAME + " is not what was written", null, false, false);
    }
  }
}
