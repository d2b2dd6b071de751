package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.trustnet.bootstrap.node.Node;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Bytes;
import tools.jackson.databind.JsonNode;

/** A node of the network in this process, told what to do through its RPC. */
final class Member implements AutoCloseable {
  private final String name;
  private final Path folder;
  private final Node node;
  private final RpcCaller rpc;
  private boolean running = true;

  Member(String name, Path folder, Node node, RpcCaller rpc) {
    this.name = name;
    this.folder = folder;
    this.node = node;
    this.rpc = rpc;
  }

  String name() {
    return name;
  }

  String peer() {
    return node.peer().toString();
  }

  /** Where it listens, ending in {@code /p2p/ID}. */
  String address() {
    return node.addresses().getFirst().toString();
  }

  Node node() {
    return node;
  }

  boolean isRunning() {
    return running;
  }

  /** Calls an operation that must succeed. */
  JsonNode call(String path, List<String> arguments, String... options)
      throws IOException, InterruptedException {
    return rpc.call(RpcCaller.query(path, arguments, options)).good();
  }

  /** Calls an operation that must succeed, with a file. */
  JsonNode call(String path, List<String> arguments, Bytes file, String... options)
      throws IOException, InterruptedException {
    return rpc.callWithFile(RpcCaller.query(path, arguments, options), file).good();
  }

  /** The record of an IPNS name as it finds it. */
  Bytes record(String ipnsName) throws IOException, InterruptedException {
    RpcCaller.Answer answer = rpc.call(RpcCaller.query("name/get", List.of(ipnsName)));
    if (answer.status() != 200) {
      throw new Story.StepFailed(name + " has no record: " + answer.message());
    }
    return answer.body();
  }

  /** How many connections it has. */
  int connections() throws IOException, InterruptedException {
    return call("swarm/peers", List.of()).path("Peers").size();
  }

  /** The far ends of its connections with a peer, each with the port that only that one has. */
  Set<String> socketsOf(String peer) throws IOException, InterruptedException {
    return call("swarm/peers", List.of())
        .path("Peers")
        .valueStream()
        .filter(row -> row.path("Peer").asString().equals(peer))
        .map(row -> row.path("Addr").asString())
        .collect(Collectors.toSet());
  }

  /** What another program needs to talk to it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("ID", peer());
    json.put("running", running);
    if (running) {
      json.put("Addresses", node.addresses().stream().map(Object::toString).toList());
      json.put("API", node.api().toString());
      json.put("token", Repository.apiToken(folder));
    }
    return json;
  }

  /** Stops it for good. */
  @Override
  public void close() {
    running = false;
    node.close();
  }
}
