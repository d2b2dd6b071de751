package org.trustnet.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.Node;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.bootstrap.repo.Repository;

/** Our node of profile {@code test} in this JVM, on a repository of its own. */
final class RpcNode implements AutoCloseable {
  private final Path folder;
  private final Node node;

  private RpcNode(Path folder) throws IOException {
    this.folder = folder;
    Surroundings machine = Surroundings.ofTheMachine();
    NewRepository.create(folder, Profile.TEST, machine);
    this.node = Node.start(folder, Map.of(), machine, line -> {});
  }

  /** Starts one. */
  static RpcNode start() throws IOException {
    return new RpcNode(Files.createTempDirectory("trustnet-rpc").resolve("repository"));
  }

  /** The arguments that make {@code ipfs} talk to this node. */
  List<String> api() {
    return List.of(
        "--api", node.api().toString(), "--api-auth", "bearer:" + Repository.apiToken(folder));
  }

  /** Its peer ID. */
  String peer() {
    return node.peer().toString();
  }

  /** Its address with its peer ID. */
  String address() {
    return node.addresses().getFirst().toString();
  }

  @Override
  public void close() throws IOException {
    node.close();
    KuboDaemon.delete(folder.getParent());
  }
}
