package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.trustnet.multiformats.Bytes;

/** Writes a file so that a crash at any moment leaves the old content or the new one, whole. */
public final class AtomicFile {
  private static final String PREFIX = ".write-";
  private static final String SUFFIX = ".tmp";

  private AtomicFile() {}

  private interface Placing {
    void place(Path fresh, Path file) throws IOException;
  }

  /**
   * Replaces {@code file} with {@code content}, readable by its owner only; on disk when this
   * returns.
   */
  public static void write(Path file, Bytes content) throws IOException {
    write(
        file,
        content,
        (fresh, target) ->
            Files.move(
                fresh,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING));
  }

  /**
   * Writes {@code content} to {@code file}, readable by its owner only; on disk when this returns.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is anything of that name, which stays
   */
  public static void writeNew(Path file, Bytes content) throws IOException {
    write(
        file,
        content,
        (fresh, target) -> {
          Files.createLink(target, fresh); // unlike a move it never replaces
          Files.delete(fresh);
        });
  }

  private static void write(Path file, Bytes content, Placing placing) throws IOException {
    Path folder = java.util.Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file");
    Path fresh = Files.createTempFile(folder, PREFIX, SUFFIX, ownerOnly());
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = content.asByteBuffer();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      placing.place(fresh, file);
      syncFolder(folder);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /**
   * Removes what writers that were killed left in {@code folder}: it may be a secret that has gone
   * since. Nobody else may write there meanwhile.
   */
  static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Makes the names in {@code folder} durable. */
  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static java.nio.file.attribute.FileAttribute<Set<java.nio.file.attribute.PosixFilePermission>>
      ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }
}
