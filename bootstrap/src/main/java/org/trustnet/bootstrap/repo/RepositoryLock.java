package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;
import org.trustnet.multiformats.Bytes;

/** The lock of a repository, {@code repo.lock}, which names its holder. Ends with the process. */
final class RepositoryLock implements AutoCloseable {
  private static final String FILE = "repo.lock";

  /** Longest text in the lock file that names its holder, in characters. */
  private static final int MAX_HOLDER = 256;

  /**
   * The folders whose lock this process has, by their real path, and who is said to. A process that
   * closes any descriptor of a file gives up every lock it has on it (POSIX, fcntl): so the file is
   * not even opened to see who holds it.
   */
  private static final ConcurrentHashMap<Path, String> OURS = new ConcurrentHashMap<>();

  private final Path place;
  private final FileChannel channel;
  private final FileLock lock;

  private RepositoryLock(Path place, FileChannel channel, FileLock lock) {
    this.place = place;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock of the repository at {@code folder}.
   *
   * @param holder who we are, for the message another process gets
   * @param patience how long to wait while somebody else holds it
   * @throws RepositoryException if it is held still, saying by whom
   */
  static RepositoryLock take(Path folder, String holder, Patience patience) throws IOException {
    Path place = folder.toRealPath();
    AtomicReference<String> other = new AtomicReference<>("another process");
    return patience
        .await(() -> tried(place, holder, other::set))
        .orElseThrow(
            () ->
                new RepositoryException(
                    Kind.LOCKED, "the repository at " + folder + " is in use by " + other.get()));
  }

  private static Optional<RepositoryLock> tried(Path place, String holder, Consumer<String> heldBy)
      throws IOException {
    String ours = OURS.putIfAbsent(place, holder);
    if (ours != null) {
      heldBy.accept(ours);
      return Optional.empty();
    }
    Optional<RepositoryLock> taken = Optional.empty();
    try {
      taken = fromOthers(place, holder, heldBy);
    } finally {
      if (taken.isEmpty()) {
        OURS.remove(place);
      }
    }
    return taken;
  }

  private static Optional<RepositoryLock> fromOthers(
      Path place, String holder, Consumer<String> heldBy) throws IOException {
    FileChannel channel = file(place.resolve(FILE));
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        channel.truncate(0);
        channel.write(Bytes.utf8(holder).asByteBuffer(), 0);
        return Optional.of(new RepositoryLock(place, channel, lock));
      }
      heldBy.accept(holderOf(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /** Whether somebody holds it, this process included; takes it for a moment to see. */
  static boolean isHeld(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Path place = folder.toRealPath();
      if (OURS.putIfAbsent(place, "a look") != null) {
        return true;
      }
      try (FileChannel channel = file(file);
          FileLock taken = channel.tryLock()) {
        return taken == null;
      } finally {
        OURS.remove(place);
      }
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

  private static String holderOf(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MAX_HOLDER);
    channel.read(text, 0);
    text.flip();
    return text.hasRemaining() ? Bytes.copyOf(text).toUtf8() : "another process";
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    } finally {
      OURS.remove(place);
    }
  }
}
