package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;
import org.trustnet.multiformats.Bytes;

/** The lock of a repository, {@code repo.lock}, which names its holder. Ends with the process. */
final class RepositoryLock implements AutoCloseable {
  private static final String FILE = "repo.lock";

  /** Longest text in the lock file that names its holder, in characters. */
  private static final int MAX_HOLDER = 256;

  private final FileChannel channel;
  private final FileLock lock;

  private RepositoryLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock of the repository at {@code folder}.
   *
   * @param holder who we are, for the message another process gets
   * @param patience how long to wait while another process holds it
   * @throws RepositoryException if another process holds it still, saying which
   */
  static RepositoryLock take(Path folder, String holder, Patience patience) throws IOException {
    FileChannel channel = file(folder.resolve(FILE));
    Optional<FileLock> lock = patience.await(() -> Optional.ofNullable(tried(channel)));
    if (lock.isEmpty()) {
      String other = holderOf(channel);
      channel.close();
      throw new RepositoryException(
          Kind.LOCKED, "the repository at " + folder + " is in use by " + other);
    }
    channel.truncate(0);
    channel.write(Bytes.utf8(holder).asByteBuffer(), 0);
    return new RepositoryLock(channel, lock.get());
  }

  /** Whether somebody holds it; takes it for a moment to see. */
  static boolean isHeld(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel = file(file);
        FileLock taken = tried(channel)) {
      return taken == null;
    } catch (IOException e) {
      throw RepositoryException.io(file, e);
    }
  }

  private static FileChannel file(Path file) {
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw RepositoryException.io(file, e);
    }
  }

  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another node in this very process
    }
  }

  private static String holderOf(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MAX_HOLDER);
    channel.read(text, 0);
    text.flip();
    return text.hasRemaining() ? Bytes.copyOf(text).toUtf8() : "another process";
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
