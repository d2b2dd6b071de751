package org.trustnet.bootstrap.node;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;

/** Calls operations of a node over HTTP, as any program does. One thread. */
final class RpcCalls implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BOUNDARY = "between-two-parts";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  RpcCalls(Multiaddr api, Path repository) {
    this.base = "http://" + api.ip().orElseThrow() + ":" + api.port().orElseThrow() + "/api/v0/";
    this.token = Repository.apiToken(repository);
  }

  /** An argument or option of a query, escaped. */
  static String query(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Calls an operation: its path with the query. */
  HttpResponse<byte[]> call(String operation) throws IOException, InterruptedException {
    return http.send(
        request(operation).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Calls an operation with a file. */
  HttpResponse<byte[]> call(String operation, Bytes file) throws IOException, InterruptedException {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(BOUNDARY);
    Bytes body = Bytes.concat(Bytes.utf8(head), file, Bytes.utf8("\r\n--" + BOUNDARY + "--\r\n"));
    return http.send(
        request(operation)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toArray()))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String operation) {
    return HttpRequest.newBuilder(URI.create(base + operation))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    http.close();
  }
}
