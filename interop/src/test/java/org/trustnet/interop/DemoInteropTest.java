package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.multiformats.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demonstration as one command, and a Kubo that joins what it leaves running. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DemoInteropTest {
  @Test
  void showsEveryStepAndLeavesANetworkThatAKuboResolvesAndReads() throws Exception {
    Process demo =
        Children.start(
            TrustnetProgram.builder("demo", "--json", "--keep")
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
      JsonNode told = JsonMapper.shared().readTree(lines.readLine());
      assertThat(told.path("ok").asBoolean()).as(told.toString()).isTrue();
      assertThat(told.path("steps").size()).isEqualTo(10);
      everyNodeThatIsSaidToRunAnswers(told);
      kuboReads(told);
    } finally {
      demo.destroy();
      assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(demo.exitValue()).isZero();
  }

  private static void everyNodeThatIsSaidToRunAnswers(JsonNode told) throws Exception {
    List<String> stopped = new ArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (JsonNode node : told.path("nodes")) {
        if (node.path("running").asBoolean()) {
          assertThat(id(http, node)).as(node.toString()).isEqualTo(200);
        } else {
          stopped.add(node.path("name").asString());
          assertThat(node.has("API") || node.has("Addresses")).isFalse();
        }
      }
    }
    assertThat(told.path("nodes").size()).isEqualTo(9);
    assertThat(stopped).containsExactly("first", "node-4");
  }

  private static int id(HttpClient http, JsonNode node) throws Exception {
    String[] api = node.path("API").asString().split("/"); // /ip4/ADDRESS/tcp/PORT
    URI uri = URI.create("http://" + api[2] + ":" + api[4] + "/api/v0/id");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + node.path("token").asString())
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static JsonNode named(JsonNode told, String name) {
    return told.path("nodes")
        .valueStream()
        .filter(node -> node.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void kuboReads(JsonNode told) throws Exception {
    JsonNode publisher = named(told, "publisher-1");
    JsonNode list = told.path("lists").path("publisher-1");
    KuboDaemon.Settings settings = new KuboDaemon.Settings().publicDht("dhtclient");
    try (KuboDaemon kubo = KuboDaemon.start(settings)) {
      String address = publisher.path("Addresses").get(0).asString();
      assertThat(kubo.ipfs("swarm", "connect", address).require()).contains("success");
      Eventually.holds(() -> kubo.hasInTable("wan", publisher.path("ID").asString()));

      String name = "/ipns/" + list.path("Name").asString();
      String path = kubo.ipfs("name", "resolve", "--nocache", name).require().strip();
      assertThat(path).isEqualTo(list.path("Value").asString());
      assertThat(kubo.bytes("cat", "--timeout=30s", path))
          .isEqualTo(Bytes.utf8(list.path("File").asString()));
    }
  }
}
