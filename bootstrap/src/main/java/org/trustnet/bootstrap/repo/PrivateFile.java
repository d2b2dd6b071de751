package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;

/**
 * A file that holds a secret: like {@code ssh} we refuse it while its group or others may read or
 * change it, instead of tightening it in silence, because it may have been read already.
 */
final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private PrivateFile() {}

  /**
   * @throws RepositoryException naming the file and what to do if others have any right to it
   */
  static void check(Path file) throws IOException {
    if (!Collections.disjoint(othersRights(), Files.getPosixFilePermissions(file))) {
      throw exposed(List.of(file));
    }
  }

  /**
   * Checks every file in {@code folder}.
   *
   * @throws RepositoryException naming those that others have a right to
   */
  static void checkAll(Path folder) throws IOException {
    List<Path> exposed = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path file : files) {
        if (!Collections.disjoint(othersRights(), Files.getPosixFilePermissions(file))) {
          exposed.add(file);
        }
      }
    }
    if (!exposed.isEmpty()) {
      Collections.sort(exposed);
      throw exposed(exposed);
    }
  }

  private static Set<PosixFilePermission> othersRights() {
    Set<PosixFilePermission> rights = EnumSet.allOf(PosixFilePermission.class);
    rights.removeAll(OWNER);
    return rights;
  }

  private static RepositoryException exposed(List<Path> files) throws IOException {
    Path first = files.getFirst();
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(first));
    boolean one = files.size() == 1;
    String also = one ? "" : " and " + (files.size() - 1) + " more in its folder";
    String which = one ? first.toString() : first.resolveSibling("*").toString();
    return new RepositoryException(
        Kind.EXPOSED,
        first
            + also
            + (one ? " holds a secret" : " hold secrets")
            + ", open to other users ("
            + mode
            + "); run: chmod 600 "
            + which);
  }
}
