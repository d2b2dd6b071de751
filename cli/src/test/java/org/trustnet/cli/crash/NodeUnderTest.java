package org.trustnet.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.cli.Main;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.testkit.crash.ClassArchive;
import org.trustnet.testkit.crash.CrashHarness;
import org.trustnet.testkit.crash.LiveProgram;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code run} in a process of its own, and its operations over its RPC. One thread. */
final class NodeUnderTest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BOUNDARY = "between-two-parts";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path repository;
  private final LiveProgram program;

  /** Starts it; it is not ready when this returns. */
  NodeUnderTest(ClassArchive classes, Path repository, Path scratch) throws IOException {
    this.repository = repository;
    Files.deleteIfExists(repository.resolve("api")); // what a killed node left
    this.program =
        LiveProgram.start(
            classes,
            Main.class,
            Files.createTempDirectory(scratch, "scratch-"),
            "--repo",
            repository.toString(),
            "run");
  }

  void awaitReady() throws InterruptedException {
    program.awaitLine("trustnet is ready");
  }

  /** Takes it away without a word, from any thread. */
  void kill() {
    program.kill();
  }

  /** Waits until it is gone, which SIGKILL must have done. */
  void awaitKilled() throws InterruptedException {
    assertThat(program.awaitEnd(PATIENCE))
        .describedAs(program.errors())
        .isEqualTo(CrashHarness.Run.KILLED);
  }

  /** Calls an operation. */
  HttpResponse<String> call(Command command) throws IOException, InterruptedException {
    return call(command.call(), command.file());
  }

  private HttpResponse<String> call(String operation, Bytes file)
      throws IOException, InterruptedException {
    Multiaddr api = Multiaddr.parse(Repository.apiAddress(repository).orElseThrow());
    URI uri = URI.create("http://127.0.0.1:" + api.port().orElseThrow() + "/api/v0/" + operation);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + Repository.apiToken(repository));
    if (file.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.noBody());
    } else {
      String body =
          "--%1$s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\r\n%2$s\r\n--%1$s--\r\n"
              .formatted(BOUNDARY, file.toUtf8());
      request
          .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private List<JsonNode> rows(String operation) throws IOException, InterruptedException {
    HttpResponse<String> answer = call(operation, Bytes.empty());
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    List<JsonNode> rows = new ArrayList<>();
    answer.body().lines().forEach(line -> rows.add(JsonMapper.shared().readTree(line)));
    return rows;
  }

  private JsonNode one(String operation) throws IOException, InterruptedException {
    return rows(operation).getFirst();
  }

  /** What it tells of what commands have made of it. */
  World world() throws IOException, InterruptedException {
    TreeMap<String, World.Entry> entries = new TreeMap<>();
    for (JsonNode row : rows("trust/ls")) {
      if (row.has("label")) { // the others are blocks without an entry
        entries.put(
            row.path("label").asString(),
            new World.Entry(
                row.path("trustlevel").asString(),
                texts(row.path("trusted-functions")),
                texts(row.path("flags")).contains("suspended")));
      }
    }
    TreeSet<String> blocked = new TreeSet<>();
    for (PeerId peer : Command.BAD) {
      if (one("trust/explain?arg=" + peer + "&arg=bootstrap")
          .path("rule")
          .asString()
          .contains("block")) {
        blocked.add(peer.toString());
      }
    }
    TreeSet<String> keys = new TreeSet<>();
    one("key/list").path("Keys").forEach(key -> keys.add(key.path("Name").asString()));
    keys.remove("self");
    TreeMap<String, World.Published> published = new TreeMap<>();
    for (JsonNode row : one("publish/ls")) {
      published.put(
          row.path("Key").asString(),
          new World.Published(row.path("Value").asString(), row.path("Sequence").asLong()));
    }
    long highWater = one("config/get?arg=Swarm.ConnMgr.HighWater").path("Value").asLong();
    int logged = rows("trust/log?count=10000").size();
    return new World(entries, blocked, keys, published, highWater, logged);
  }

  private static TreeSet<String> texts(JsonNode array) {
    TreeSet<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  /** What a path leads to, without the network. */
  String cat(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = call("cat?offline=true&arg=" + path, Bytes.empty());
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Override
  public void close() {
    program.close();
    http.close();
  }
}
