package org.trustnet.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Multiaddr;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our node as users run it: the program in a process of its own, on a repository that outlives it.
 * What users do is done by commands; what is only read again and again is read over the RPC.
 */
final class NodeProcess implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 30;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path repository;
  private Process process;

  private NodeProcess(Path repository, String... options) throws Exception {
    this.repository = repository;
    this.process = TrustnetProgram.node(repository, options);
  }

  /**
   * Runs a node of profile {@code test}, which makes its repository by itself.
   *
   * @param repository a folder that is not there yet
   */
  static NodeProcess run(Path repository) throws Exception {
    return new NodeProcess(repository, "--profile", "test");
  }

  /**
   * Makes a repository of profile {@code test} and runs a node on it.
   *
   * @param repository a folder that is not there yet
   * @param settings configuration keys, each followed by its value
   */
  static NodeProcess create(Path repository, String... settings) throws Exception {
    TrustnetProgram.run(repository, "init", "--profile", "test").require();
    for (int i = 0; i < settings.length; i += 2) {
      TrustnetProgram.run(repository, "config", "set", settings[i], settings[i + 1]).require();
    }
    return new NodeProcess(repository);
  }

  /** What a command prints that must succeed. */
  String command(String... arguments) throws Exception {
    return attempt(arguments).require().strip();
  }

  /** How a command ends. */
  TrustnetProgram.Result attempt(String... arguments) throws Exception {
    return TrustnetProgram.run(repository, arguments);
  }

  /** Ends it by SIGKILL, which leaves it no time to write anything, and runs it again. */
  void killAndRunAgain() throws Exception {
    process.destroyForcibly().waitFor();
    process = TrustnetProgram.node(repository);
  }

  /** Its process ID, another one after each start. */
  long pid() {
    return process.pid();
  }

  /** Its peer ID. */
  String id() {
    return ask("id").path("ID").asString();
  }

  /** Its address with its peer ID. */
  String address() {
    return ask("id").path("Addresses").get(0).asString();
  }

  /** How far it has come into the network. */
  String stage() {
    return ask("id").path("Bootstrap").path("State").asString();
  }

  boolean isConnected(String peer) {
    return peers().contains(peer);
  }

  /** The peers that it is connected with. */
  Set<String> peers() {
    return ask("swarm/peers")
        .path("Peers")
        .valueStream()
        .map(peer -> peer.path("Peer").asString())
        .collect(Collectors.toSet());
  }

  /** An entry as {@code trust show} has it. */
  JsonNode entry(String label) {
    return ask("trust/show", label);
  }

  /** Whether a peer is allowed something by exactly these entries, connected, and held. */
  boolean holds(String peer, String... vouchers) {
    return rows("trust/peers").stream()
        .filter(row -> row.path("pubkey").asString().equals(peer))
        .anyMatch(
            row ->
                texts(row.path("vouchers")).containsAll(List.of(vouchers))
                    && row.path("connected").asBoolean()
                    && texts(row.path("kept-for")).stream()
                        .anyMatch(reason -> reason.startsWith("hold-connection")));
  }

  static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  /** The one answer of an operation that only reads. */
  JsonNode ask(String operation, String... arguments) {
    return rows(operation, arguments).getFirst();
  }

  /** All rows of the answer of an operation that only reads. */
  List<JsonNode> rows(String operation, String... arguments) {
    List<String> query = new ArrayList<>();
    for (String argument : arguments) {
      query.add("arg=" + URLEncoder.encode(argument, StandardCharsets.UTF_8));
    }
    Multiaddr api = Multiaddr.parse(Repository.apiAddress(repository).orElseThrow());
    URI uri =
        URI.create(
            "http://%s:%d/api/v0/%s?%s"
                .formatted(
                    api.ip().orElseThrow(),
                    api.port().orElseThrow(),
                    operation,
                    String.join("&", query)));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + Repository.apiToken(repository))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(operation + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Asks it to stop, which it must do in order. */
  @Override
  public void close() throws Exception {
    http.close();
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it did not stop within " + STOP_SECONDS + " s");
    }
  }
}
