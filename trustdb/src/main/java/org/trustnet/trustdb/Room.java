package org.trustnet.trustdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a disk that refused a write has room again: for the rows of the write-ahead log, which
 * are written to sorted files when the database is opened, and for a log of new changes.
 */
final class Room {
  /** Room beside that for the log's rows, in bytes: a manifest, and changes for a while. */
  static final long SPARE = 1L << 20;

  private static final int PIECE = 64 << 10;
  private static final String PROBE = "room.tmp";

  private Room() {}

  /**
   * Tries it by writing as much, so that quotas and other limits count too.
   *
   * @throws IOException if there is no room, saying how much is needed
   */
  static void check(Path folder) throws IOException {
    long needed = needed(folder);
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed) {
      throw new IOException("%d KiB are free, %d are needed".formatted(free >> 10, needed >> 10));
    }
    Path probe = folder.resolve(PROBE);
    try (RandomAccessFile file = new RandomAccessFile(probe.toFile(), "rw")) {
      byte[] piece = new byte[PIECE];
      for (long written = 0; written < needed; written += PIECE) {
        file.write(piece);
      }
      file.getFD().sync();
    } catch (IOException e) {
      throw new IOException("%s; %d KiB are needed".formatted(e.getMessage(), needed >> 10), e);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static long needed(Path folder) throws IOException {
    long needed = SPARE;
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
      for (Path log : logs) {
        needed += Files.size(log);
      }
    }
    return needed;
  }
}
