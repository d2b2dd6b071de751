package org.trustnet.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.Node;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.cli.terminal.Terminal;

/**
 * Runs once before the first node, so that the JVM learns which classes a node loads and keeps them
 * linked: two nodes on loopback that meet. Apart from {@link Training}, because what a cache holds
 * is loaded at every start, and a command needs a tenth of it. An edge.
 */
public final class NodeTraining {
  private final Path folder;

  private NodeTraining(Path folder) {
    this.folder = folder;
  }

  /** Ends the process with 0, or with 1 if a command failed. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("trustnet-training");
    boolean done;
    try {
      done = new NodeTraining(folder).go();
    } finally {
      remove(folder);
    }
    System.exit(done ? ExitCode.DONE : ExitCode.FAILED);
  }

  private boolean go() throws IOException {
    var machine = org.trustnet.bootstrap.clock.Surroundings.ofTheMachine();
    Path asked = folder.resolve("asked");
    Path other = folder.resolve("other");
    NewRepository.create(asked, Profile.TEST, machine);
    NewRepository.create(other, Profile.TEST, machine);
    Path file = Files.writeString(folder.resolve("file"), "for training\n");
    try (Node _ = Node.start(asked, Map.of(), machine, line -> {});
        Node peer = Node.start(other, Map.of(), machine, line -> {})) {
      String address = peer.addresses().getFirst().toString();
      return command("swarm", "connect", address) && command("add", "--quieter", file.toString());
    }
  }

  /** Whether it did; what it says is not wanted. */
  private boolean command(String... words) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Set.of(),
            false);
    Map<String, String> environment = Map.of("TRUSTNET_PATH", folder.resolve("asked").toString());
    Surroundings surroundings =
        new Surroundings(terminal, environment, folder, "nobody", Wiring.production(environment));
    return new Cli(surroundings).run(List.of(words)) == ExitCode.DONE;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
