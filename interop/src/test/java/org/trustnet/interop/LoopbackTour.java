package org.trustnet.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A bit of everything with the program as users run it: two nodes that meet, give each other
 * content and names, publish a trust list and follow it. A program of its own, so that it can be
 * run in a network namespace; ends with an error at the first command that fails.
 */
final class LoopbackTour {
  private static final long STOP_SECONDS = 15;

  private final Path folder;

  private LoopbackTour(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments an empty folder for the repositories
   */
  public static void main(String[] arguments) throws Exception {
    new LoopbackTour(Path.of(arguments[0])).go();
  }

  private void go() throws Exception {
    Process first = TrustnetProgram.node(folder.resolve("first"), "--profile", "test");
    Process second = TrustnetProgram.node(folder.resolve("second"), "--profile", "test");
    try {
      String address = first("swarm", "addrs", "local", "--id").lines().findFirst().orElseThrow();
      meet(address);
      content();
      names(address.substring(address.lastIndexOf('/') + 1));
      trust();
    } finally {
      stop("second", second);
      stop("first", first);
    }
  }

  private void meet(String address) throws Exception {
    second("bootstrap", "add", address, "--yes");
    second("swarm", "peering", "add", address);
    second("swarm", "connect", address);
    String peer = address.substring(address.lastIndexOf('/') + 1);
    expect(peer, second("swarm", "peers", "-v"));
    expect("trustnet/", second("id", peer));
    second("ping", "-n", "2", peer);
    expect("/ip4/127.0.0.1/tcp/", second("routing", "findpeer", peer));
  }

  private void content() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "from the first node\n");
    String cid = first("add", "--quieter", file.toString());
    first("routing", "provide", cid);
    second("routing", "findprovs", cid);
    expect("from the first node", second("cat", cid));
    second("block", "stat", cid);
    first("name", "publish", "/ipfs/" + cid);
  }

  private void names(String peer) throws Exception {
    expect("/ipfs/", second("name", "resolve", "--nocache", peer));
  }

  private void trust() throws Exception {
    String name = first("key", "gen", "acme");
    String list =
        first("file", "new", "--description", "Nodes", "--contact", "mailto:ops@acme.example");
    Path file = Files.writeString(folder.resolve("acme.json"), list);
    first("file", "validate", file.toString());
    first("publish", "--key", "acme", file.toString());
    first("publish", "status", "acme");
    second("trust", "add", name, "--level", "advanced", "--label", "acme", "--yes");
    second("trust", "refresh", "acme");
    expect("fresh", second("trust", "show", "acme"));
    second("trust", "peers");
    second("trust", "rm", "acme", "--yes");
  }

  private String first(String... command) throws Exception {
    return TrustnetProgram.run(folder.resolve("first"), command).require().strip();
  }

  private String second(String... command) throws Exception {
    return TrustnetProgram.run(folder.resolve("second"), command).require().strip();
  }

  private static void expect(String part, String told) {
    if (!told.contains(part)) {
      throw new AssertionError("no " + part + " in: " + told);
    }
  }

  private static void stop(String name, Process node) throws Exception {
    node.destroy();
    if (!node.waitFor(STOP_SECONDS, TimeUnit.SECONDS) || node.exitValue() != 0) {
      Children.end(node);
      throw new AssertionError(List.of(name, "did not stop in order").toString());
    }
  }
}
