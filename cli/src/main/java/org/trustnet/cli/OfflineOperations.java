package org.trustnet.cli;

import java.nio.file.Path;
import org.trustnet.bootstrap.operation.Operations;

/** Opens a repository that no node runs on, to answer one command. */
@FunctionalInterface
public interface OfflineOperations {
  /** An opened repository. */
  interface Opened extends AutoCloseable {
    Operations operations();

    @Override
    void close();
  }

  /**
   * Opens the repository and takes its lock.
   *
   * @throws org.trustnet.bootstrap.repo.RepositoryException if that is not possible, saying why
   */
  Opened open(Path repository) throws InterruptedException;
}
