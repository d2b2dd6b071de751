package org.trustnet.interop;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A node with the configuration that everybody begins with, which listens on all addresses of both
 * families: peers reach it over either. A program of its own, for a network namespace.
 */
final class DefaultNodeTour {
  private static final long STOP_SECONDS = 15;

  private DefaultNodeTour() {}

  /**
   * @param arguments an empty folder for the repositories
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path repository = folder.resolve("default");
    TrustnetProgram.run(repository, "init").require();
    Process node = TrustnetProgram.node(repository);
    try {
      String addresses =
          TrustnetProgram.run(repository, "swarm", "addrs", "local", "--id").require();
      for (String way : new String[] {"/ip4/127.0.0.1/tcp/4001/", "/ip6/::1/tcp/4001/"}) {
        String address =
            addresses.lines().filter(line -> line.startsWith(way)).findFirst().orElse(null);
        if (address == null) {
          throw new AssertionError("no " + way + " in: " + addresses);
        }
        reachedAt(address, folder.resolve(way.substring(1, 4)));
      }
    } finally {
      end(node);
    }
  }

  private static void reachedAt(String address, Path repository) throws Exception {
    Process peer = TrustnetProgram.node(repository, "--profile", "test");
    try {
      TrustnetProgram.run(repository, "swarm", "connect", address).require();
      String peers = TrustnetProgram.run(repository, "swarm", "peers").require();
      if (!peers.contains(address)) {
        throw new AssertionError("not reached at " + address + ", but: " + peers);
      }
    } finally {
      end(peer);
    }
  }

  private static void end(Process node) throws InterruptedException {
    node.destroy();
    if (!node.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      Children.end(node);
    }
  }
}
