package org.trustnet.ipns.blocks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multibase;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Multihash;

/**
 * The files of a block store: {@code kept/XY/NAME.data} and {@code cache/XY/NAME.data}, where NAME
 * is the multihash in base 32 and XY its next-to-last two characters (as Kubo's flatfs); {@code
 * tmp} holds what is being written. The folder a file is in says how its block is held, so there is
 * no index to lose. {@code kept/XY/NAME.damaged} is what the disk made of a kept block; it says
 * that the block is to be kept when it comes again.
 */
final class BlockFiles {
  /** Shows one file of a folder. */
  interface Visitor {
    void visit(Multihash hash, long bytes, long modifiedMillis);
  }

  private static final String SUFFIX = ".data";
  private static final String DAMAGED = ".damaged";

  private final Path kept;
  private final Path cache;
  private final Path temporary;
  private final AtomicLong counter = new AtomicLong();

  private BlockFiles(Path root) {
    kept = root.resolve("kept");
    cache = root.resolve("cache");
    temporary = root.resolve("tmp");
  }

  /** Makes the folders that are missing and removes what an earlier run left unfinished. */
  static BlockFiles open(Path root) throws IOException {
    BlockFiles files = new BlockFiles(root);
    Files.createDirectories(files.kept);
    Files.createDirectories(files.cache);
    Files.createDirectories(files.temporary);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(files.temporary)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
    sync(root);
    sync(root.resolveSibling(".").normalize().toAbsolutePath());
    return files;
  }

  Path path(Multihash hash, Retention retention) {
    String name = Multibase.BASE32.encodeBare(hash.encode());
    String shard = name.substring(name.length() - 3, name.length() - 1);
    Path folder = retention == Retention.KEPT ? kept : cache;
    return folder.resolve(shard).resolve(name + SUFFIX);
  }

  OptionalLong size(Multihash hash, Retention retention) throws IOException {
    try {
      return OptionalLong.of(Files.size(path(hash, retention)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  /** The file's bytes; of a file larger than any block only as many as show that. */
  Optional<Bytes> read(Multihash hash, Retention retention) throws IOException {
    try (var in = Files.newInputStream(path(hash, retention))) {
      return Optional.of(Bytes.wrap(in.readNBytes(Block.MAX_BYTES + 1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes a temporary file, for a kept block synced. */
  Path write(Bytes data, Retention retention) throws IOException {
    Path file = temporary.resolve(Long.toString(counter.incrementAndGet()));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = data.asByteBuffer();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      if (retention == Retention.KEPT) {
        channel.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return file;
  }

  /** Puts a written file in its place; a kept one is there for good when this returns. */
  void place(Path file, Multihash hash, Retention retention) throws IOException {
    Path target = path(hash, retention);
    Path shard = target.resolveSibling(".").normalize();
    boolean newShard = !Files.isDirectory(shard);
    if (newShard) {
      Files.createDirectories(shard);
    }
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    if (retention == Retention.KEPT) {
      forgetDamaged(hash);
      sync(shard);
      if (newShard) {
        sync(kept);
      }
    }
  }

  boolean delete(Multihash hash, Retention retention) throws IOException {
    return Files.deleteIfExists(path(hash, retention));
  }

  /** Puts the file of a kept block aside that is not what it should be. */
  void putAside(Multihash hash) throws IOException {
    Files.move(path(hash, Retention.KEPT), damaged(hash), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether a kept block was put aside and did not come again. */
  boolean isPutAside(Multihash hash) {
    return Files.exists(damaged(hash));
  }

  void forgetDamaged(Multihash hash) throws IOException {
    Files.deleteIfExists(damaged(hash));
  }

  private Path damaged(Multihash hash) {
    Path whole = path(hash, Retention.KEPT);
    String name = String.valueOf(whole.getFileName());
    return whole.resolveSibling(name.replace(SUFFIX, DAMAGED));
  }

  void touch(Multihash hash, long nowMillis) throws IOException {
    Files.setLastModifiedTime(path(hash, Retention.CACHED), FileTime.fromMillis(nowMillis));
  }

  /** Shows every file of a folder whose name is a multihash. */
  void walk(Retention retention, Visitor visitor) throws IOException {
    Path folder = retention == Retention.KEPT ? kept : cache;
    try (DirectoryStream<Path> shards = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path shard : shards) {
        walkShard(shard, visitor);
      }
    }
  }

  private static void walkShard(Path shard, Visitor visitor) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(shard, "*" + SUFFIX)) {
      for (Path file : files) {
        Optional<Multihash> hash = hashOf(String.valueOf(file.getFileName()));
        if (hash.isPresent()) {
          visit(file, hash.get(), visitor);
        }
      }
    }
  }

  private static void visit(Path file, Multihash hash, Visitor visitor) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      visitor.visit(hash, attributes.size(), attributes.lastModifiedTime().toMillis());
    } catch (NoSuchFileException e) {
      // Deleted since the folder was listed: not there any more, as the caller was told.
      return;
    }
  }

  private static Optional<Multihash> hashOf(String fileName) {
    try {
      String name = fileName.substring(0, fileName.length() - SUFFIX.length());
      return Optional.of(Multihash.decode(Multibase.BASE32.decodeBare(name)));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
