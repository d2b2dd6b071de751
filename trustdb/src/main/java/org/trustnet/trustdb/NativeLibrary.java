package org.trustnet.trustdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's native library, unpacked once. RocksDB itself unpacks it to the folder for temporary
 * files at every start and removes it at an orderly end, so that each killed process would leave 17
 * MB behind. Any thread.
 *
 * <p>A folder holds one library: {@code rocksdb-CRC32/NAME}. It is loaded if the CRC-32 of its
 * bytes is that of its folder's name, and its length and beginning, where the linker writes the
 * build ID, are those of the library in the jar; else it is unpacked anew. The folder is its
 * owner's alone.
 */
public final class NativeLibrary {
  /** Of the beginning that is compared, in bytes: headers and notes of any of the formats. */
  private static final int BEGINNING = 64 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PREFIX = "rocksdb-";

  /** The name in the jar. */
  private static final String PACKED = "/" + Environment.getJniLibraryFileName("rocksdb");

  /** The name that {@link RocksDB#loadLibrary(List)} asks for. */
  private static final String UNPACKED = Environment.getJniLibraryFileName("rocksdbjni");

  /** Of this process: a second node in it needs no library of its own. */
  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library from {@code folder}, unpacking it there where that has not been done. Where
   * the folder cannot be used (read-only, mounted without execution), nothing is loaded: RocksDB
   * unpacks its library as usual when the first database is opened. Without effect once one was
   * loaded.
   */
  public static synchronized void load(Path folder) {
    if (loaded) {
      return;
    }
    try {
      Path library = kept(folder);
      RocksDB.loadLibrary(List.of(String.valueOf(library.toAbsolutePath().getParent())));
      loaded = true;
    } catch (IOException | UnsatisfiedLinkError e) {
      LOG.debug("the native library of RocksDB cannot be kept in {}: {}", folder, e.toString());
    }
  }

  /** The library in {@code folder}, unpacked there if need be. */
  static Path kept(Path folder) throws IOException {
    Optional<Path> found = unpacked(folder);
    return found.isPresent() ? found.get() : unpack(folder);
  }

  /** The library in {@code folder} that is the jar's; empty if there is none. */
  static Optional<Path> unpacked(Path folder) throws IOException {
    for (Path one : libraries(folder)) {
      Path library = one.resolve(UNPACKED);
      if (Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)
          && likeTheJars(library)
          && one.endsWith(PREFIX + crc(library))) {
        return Optional.of(library);
      }
    }
    return Optional.empty();
  }

  private static List<Path> libraries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, PREFIX + "*")) {
      List<Path> found = new ArrayList<>();
      all.forEach(found::add);
      return found;
    }
  }

  /** {@code available} of an entry that was not read yet is its whole length. */
  private static boolean likeTheJars(Path library) throws IOException {
    try (InputStream packed = packed();
        InputStream file = Files.newInputStream(library)) {
      return packed.available() == Files.size(library)
          && Arrays.equals(packed.readNBytes(BEGINNING), file.readNBytes(BEGINNING));
    }
  }

  private static InputStream packed() throws IOException {
    InputStream packed = RocksDB.class.getResourceAsStream(PACKED);
    if (packed == null) {
      throw new IOException("there is no " + PACKED + " in the jar of RocksDB");
    }
    return packed;
  }

  private static Path unpack(Path folder) throws IOException {
    Files.createDirectories(folder, owners("rwx------"));
    for (Path old : libraries(folder)) { // of another version; whoever has it loaded keeps it
      Files.deleteIfExists(old.resolve(UNPACKED));
      Files.deleteIfExists(old);
    }
    Path fresh = Files.createTempFile(folder, ".unpack-", ".tmp", owners("rw-------"));
    try {
      try (InputStream packed = packed();
          OutputStream out = Files.newOutputStream(fresh)) {
        packed.transferTo(out);
      }
      Path own = Files.createDirectories(folder.resolve(PREFIX + crc(fresh)), owners("rwx------"));
      return Files.move(fresh, own.resolve(UNPACKED), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> owners(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static String crc(Path file) throws IOException {
    CRC32 crc = new CRC32();
    byte[] piece = new byte[BEGINNING];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        crc.update(piece, 0, read);
      }
    }
    return Long.toHexString(crc.getValue());
  }
}
