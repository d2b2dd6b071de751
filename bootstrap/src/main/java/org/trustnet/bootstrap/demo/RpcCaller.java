package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a node's RPC. Blocking. */
final class RpcCaller {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http;
  private final String base;
  private final String token;

  RpcCaller(HttpClient http, Multiaddr api, String token) {
    this.http = http;
    this.base = "http://" + api.ip().orElseThrow() + ":" + api.port().orElseThrow() + "/api/v0/";
    this.token = token;
  }

  /** What the node answered. */
  record Answer(int status, Bytes body) {
    /** The document of an operation that must have succeeded. */
    JsonNode good() {
      List<JsonNode> rows = goodRows();
      return rows.isEmpty() ? JSON.createObjectNode() : rows.getLast();
    }

    /** All rows of the answer of an operation that must have succeeded. */
    List<JsonNode> goodRows() {
      if (status != 200) {
        throw new Story.StepFailed(message());
      }
      return rows();
    }

    private List<JsonNode> rows() {
      List<JsonNode> rows = new ArrayList<>();
      body.toUtf8()
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(l -> rows.add(JSON.readTree(l)));
      return rows;
    }

    /** The error's message. */
    String message() {
      return body.startsWith(Bytes.utf8("{"))
          ? rows().getLast().path("Message").asString("HTTP status " + status)
          : "HTTP status " + status + ": " + body.toUtf8().strip();
    }
  }

  /**
   * Calls an operation.
   *
   * @param command its path with the query, arguments encoded: see {@link #query}
   */
  Answer call(String command) throws IOException, InterruptedException {
    return send(request(command).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  /** Calls an operation with a file. */
  Answer callWithFile(String command, Bytes file) throws IOException, InterruptedException {
    String boundary = "trustnet-demo-boundary";
    Bytes body =
        Bytes.concat(
            Bytes.utf8(
                "--"
                    + boundary
                    + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n"),
            file,
            Bytes.utf8("\r\n--" + boundary + "--\r\n"));
    return send(
        request(command)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toArray()))
            .build());
  }

  private HttpRequest.Builder request(String command) {
    return HttpRequest.newBuilder(URI.create(base + command))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), Bytes.wrap(response.body()));
  }

  /** {@code path?arg=a&arg=b&option=value}; options are written {@code name=value}. */
  static String query(String path, List<String> arguments, String... options) {
    List<String> parts = new ArrayList<>();
    arguments.forEach(a -> parts.add("arg=" + encoded(a)));
    for (String option : options) {
      int at = option.indexOf('=');
      parts.add(option.substring(0, at) + "=" + encoded(option.substring(at + 1)));
    }
    return path + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
