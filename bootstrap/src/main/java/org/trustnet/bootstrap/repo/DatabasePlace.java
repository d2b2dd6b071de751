package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;

/**
 * Where the database of a repository is: {@code db}, which appears whole, when the repository is
 * made, and is never made again in silence, because its floors are what keeps lists from being
 * rolled back. With the repository's lock held.
 */
public final class DatabasePlace {
  private static final String FORGET = "forget-trust";

  private DatabasePlace() {}

  /**
   * Makes the database of a new repository at {@code folder}, if it is not there yet.
   *
   * @param maker makes it in the folder that it is given, and closes it
   */
  public static void make(Path folder, Consumer<Path> maker) {
    Path place = folder.resolve("db");
    try {
      if (!isThere(place)) {
        Files.deleteIfExists(place); // an empty folder, or a link to nothing
        Path fresh = folder.resolve("db.new");
        removeAll(fresh); // what was interrupted has never been used
        Repository.prepareFolders(folder, "db.new");
        maker.accept(fresh);
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.syncFolder(folder);
      }
    } catch (IOException e) {
      throw RepositoryException.io(place, e);
    }
  }

  /**
   * Sees to it that the database of the finished repository at {@code folder} is there. One that is
   * gone is made anew only if the user asked for it with a file named {@code forget-trust}.
   *
   * @throws RepositoryException saying what is lost and what to do
   */
  static void require(Path folder, Consumer<Path> maker) {
    Path place = folder.resolve("db");
    Path forget = folder.resolve(FORGET);
    try {
      if (!isThere(place)) {
        if (!Files.exists(forget, LinkOption.NOFOLLOW_LINKS)) {
          throw gone(place, forget);
        }
        make(folder, maker);
      }
      if (Files.deleteIfExists(forget)) {
        AtomicFile.syncFolder(folder);
      }
    } catch (IOException e) {
      throw RepositoryException.io(place, e);
    }
  }

  private static boolean isThere(Path place) throws IOException {
    return Files.exists(place) && !Creation.isEmpty(place);
  }

  private static RepositoryException gone(Path place, Path forget) {
    return new RepositoryException(
        Kind.DAMAGED,
        "the trust database "
            + place
            + " is gone, and with it all entries, blocks and floors, which keep lists from being"
            + " rolled back; restore it from a backup, or give them up for good with: touch "
            + forget);
  }

  private static void removeAll(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path left, @org.jspecify.annotations.Nullable IOException fault) throws IOException {
            if (fault != null) {
              throw fault;
            }
            Files.delete(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
