package org.trustnet.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.repo.Patience;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.cli.client.RpcAddress;
import org.trustnet.cli.client.RpcClient;

/** How long a command waits for another one to be done with the repository: not for a node. */
final class Waiting {
  /** Longest wait for the lock of a repository: other commands hold it for a moment only. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  private Waiting() {}

  /**
   * The patience with who holds {@code repository}, which ends when that is a node that answers.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  static Patience on(Path repository, LongSupplier nanos) {
    return new Patience(LONGEST, nanos, () -> nodeAnswers(repository));
  }

  private static boolean nodeAnswers(Path repository) {
    Optional<String> address = Repository.apiAddress(repository);
    if (address.isEmpty()) {
      return false;
    }
    try (RpcClient node = RpcClient.connect(RpcAddress.parse(address.get())).orElse(null)) {
      return node != null;
    } catch (OperationException e) {
      return false; // no address: what a node announces is one
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // ends the waiting too
      return false;
    }
  }
}
