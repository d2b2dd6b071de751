package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multibase;

/**
 * The making of a repository, with its lock held. The file {@code creating} is written before
 * anything else and removed when the configuration, the last file, is there: with it a folder
 * without {@code config} is a making that was interrupted, which the next one finishes; without it
 * such a folder is a repository that lost its configuration, and nothing in it is touched.
 */
public final class Creation implements AutoCloseable {
  private static final String MARK = "creating";
  private static final int TOKEN_BYTES = 32;

  private final Path folder;
  private final RepositoryLock lock;

  private Creation(Path folder, RepositoryLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Begins to make a repository at {@code folder}, or to finish a making that was interrupted.
   *
   * @param profile what is made; one that was interrupted is finished with its own profile only
   * @throws RepositoryException if there is one already, or one that lost its configuration, or
   *     another process makes it, or the disk refuses
   */
  public static Creation begin(Path folder, String profile) {
    refuseWhatIsThere(folder);
    Repository.prepareFolders(folder, "");
    try {
      RepositoryLock lock =
          RepositoryLock.take(
              folder, "trustnet init, pid " + ProcessHandle.current().pid(), Patience.NONE);
      try {
        refuseWhatIsThere(folder); // again, now that nobody else can make it
        mark(folder, profile);
        Repository.prepareFolders(folder, "keystore", "blocks");
        return new Creation(folder, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }

  private static void refuseWhatIsThere(Path folder) {
    if (Repository.exists(folder)) {
      throw new RepositoryException(
          Kind.EXISTS,
          "there is a repository at " + folder + " already; remove it, or use --repo with another");
    }
    if (interrupted(folder).isEmpty() && !remains(folder).isEmpty()) {
      throw missing(folder);
    }
  }

  private static void mark(Path folder, String profile) throws IOException {
    Optional<String> begun = interrupted(folder);
    if (begun.isEmpty()) {
      AtomicFile.write(folder.resolve(MARK), Bytes.utf8(profile + "\n"));
    } else if (!begun.get().equals(profile)) {
      throw missing(folder);
    }
  }

  /** The profile of a making that was interrupted; empty if none was. */
  private static Optional<String> interrupted(Path folder) {
    Path mark = folder.resolve(MARK);
    return Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Repository.text(mark).strip())
        : Optional.empty();
  }

  /** What a repository cannot get back and is in {@code folder}: keys, trust, published records. */
  private static List<String> remains(Path folder) {
    List<String> remains = new ArrayList<>();
    for (String name : List.of("keystore", "db", "published")) {
      Path path = folder.resolve(name);
      try {
        if (Files.isSymbolicLink(path) || Files.exists(path) && !isEmpty(path)) {
          Path self = path.resolve("self");
          remains.add(
              Files.exists(self, LinkOption.NOFOLLOW_LINKS) ? folder.relativize(self) + "" : name);
        }
      } catch (IOException e) {
        throw RepositoryException.io(path, e);
      }
    }
    return remains;
  }

  /** Whether it is a folder with nothing in it. */
  static boolean isEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      return !files.iterator().hasNext();
    }
  }

  /** Why a folder without {@code config} is no repository, and what to do. */
  static RepositoryException missing(Path folder) {
    Optional<String> begun = interrupted(folder);
    if (begun.isPresent()) {
      return new RepositoryException(
          Kind.MISSING,
          "the making of the repository at "
              + folder
              + " was interrupted; finish it with: trustnet init --profile "
              + begun.get());
    }
    List<String> remains = remains(folder);
    return new RepositoryException(
        Kind.MISSING,
        remains.isEmpty()
            ? "no repository at " + folder + "; make one with: trustnet init"
            : folder
                + " has "
                + String.join(", ", remains)
                + " but no config, and is left as it is; restore config from a backup, or make"
                + " another repository with: trustnet init --repo FOLDER");
  }

  /** A making that was interrupted between its last two steps is over. On disk at the return. */
  static void over(Path folder) throws IOException {
    if (Files.deleteIfExists(folder.resolve(MARK))) {
      AtomicFile.syncFolder(folder);
    }
  }

  /**
   * Writes the API token and, last, the configuration. Key and database are put into the folder by
   * the caller before, so that a configuration is only ever found beside them.
   *
   * @throws RepositoryException if the disk refuses
   */
  public void finish(Config config) {
    try {
      byte[] token = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(token);
      AtomicFile.write(
          folder.resolve(Repository.TOKEN),
          Bytes.utf8(Multibase.BASE64URL.encodeBare(Bytes.wrap(token)) + "\n"));
      AtomicFile.write(folder.resolve(Repository.CONFIG), Repository.text(config));
      over(folder);
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }
}
