package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.multiformats.Multiaddr;

/** What callers do to the RPC that no client of ours does. */
@Timeout(120)
class RpcAbuseTest {
  private static final OperationSpec TAKE =
      OperationSpec.of("take", Needs.DAEMON, "reads what is sent").body(Body.FILES);

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> sockets = new ArrayList<>();
  private RpcServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    Operations operations = new Operations();
    operations.add(TAKE, RpcAbuseTest::take);
    Multiaddr any = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
    server = RpcServer.start(any, operations, new RpcGuard("secret", Map.of()), () -> true);
    port = server.address(any).port().orElseThrow();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    client.close();
    server.close();
  }

  /** How many files came, and how many bytes in all. */
  private static Reply take(Request request) {
    int files = 0;
    long bytes = 0;
    while (request.files().hasNext()) {
      try (InputStream in = request.files().next().content()) {
        files++;
        bytes += in.readAllBytes().length;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return Reply.document(List.of(files, bytes));
  }

  private HttpResponse<String> post(String type, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v0/take"))
            .header("Authorization", "Bearer secret")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String part(int number, int size) {
    return "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f"
        + number
        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        + "z".repeat(size)
        + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 5_000, 100_000})
  void takesAnyNumberOfFilesHoweverSmallInOneUpload(int size) throws Exception {
    int count = size > 10_000 ? 20 : 2_000;
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < count; i++) {
      body.append(part(i, i % 7 == 0 ? size : Math.min(size, 1)));
    }
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += i % 7 == 0 ? size : Math.min(size, 1);
    }

    HttpResponse<String> answer =
        post("multipart/form-data; boundary=x", body.append("--x--\r\n").toString());
    assertThat(answer.body().strip()).isEqualTo("[" + count + "," + bytes + "]");
  }

  @Test
  void aBodyThatIsNoFormCostsNobodyTheirTurn() throws Exception {
    for (int i = 0; i <= RpcServer.MAX_CALLS; i++) {
      HttpResponse<String> answer = post(i % 2 == 0 ? "" : "application/json", "hello");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("multipart/form-data");
    }

    HttpResponse<String> good = post("multipart/form-data; boundary=x", part(1, 3) + "--x--\r\n");
    assertThat(good.body().strip()).isEqualTo("[1,3]");
  }

  @Test
  void silentConnectionsMakeRoomForNewOnes() throws Exception {
    for (int i = 0; i <= Doorkeeper.MAX_WAITING; i++) {
      sockets.add(new Socket("127.0.0.1", port));
    }
    sockets.getFirst().setSoTimeout((int) Duration.ofSeconds(60).toMillis());

    assertThat(sockets.getFirst().getInputStream().read()).isEqualTo(-1);
    assertThat(post("", "").statusCode()).isEqualTo(400);
  }

  @Test
  void aConnectionThatShowedATokenIsNotTurnedAway() throws Exception {
    Socket known = new Socket("127.0.0.1", port);
    sockets.add(known);
    assertThat(statusOn(known)).contains(" 400 ");
    for (int i = 0; i <= Doorkeeper.MAX_WAITING; i++) {
      sockets.add(new Socket("127.0.0.1", port));
    }
    sockets.get(1).setSoTimeout((int) Duration.ofSeconds(60).toMillis());
    assertThat(sockets.get(1).getInputStream().read()).isEqualTo(-1);

    assertThat(statusOn(known)).contains(" 400 ");
  }

  private static String statusOn(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("POST /api/v0/take HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                    + "Authorization: Bearer secret\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[4_096];
    int count = socket.getInputStream().read(answer);
    return new String(answer, 0, Math.max(0, count), StandardCharsets.US_ASCII);
  }

  /** What is answered to a request of this first line and these fields, until it is closed. */
  private String answered(String line, String... fields) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
      String head = line + " HTTP/1.1\r\n" + String.join("\r\n", fields);
      String rest = "\r\nAuthorization: Bearer secret\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((head + rest).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/|Host: localhost|Host: localhost",
        "/|Host: localhost|Host: evil.example",
        "/|Host: evil.example|Host: localhost",
        "/|Host: localhost|Origin: http://localhost|Origin: https://evil.example",
        "/|Host: localhost|Referer: http://localhost/|Referer: https://evil.example/",
        "/|Host: localhost|Authorization: Bearer other",
        "http://evil.example/|Host: localhost",
        "http://localhost:1/|Host: localhost",
        "http:///|Host: localhost",
        "evil.example/|Host: localhost"
      })
  void aRequestThatSaysTwoThingsOfWhereItGoesOrComesFromIsRefused(String request)
      throws IOException {
    String[] parts = request.split("\\|");
    String[] fields = java.util.Arrays.copyOfRange(parts, 1, parts.length);
    for (String path : List.of("api/v0/take", "healthz", "api/v0/proof?nonce=0")) {
      assertThat(answered("POST " + parts[0] + path, fields))
          .describedAs(path)
          .startsWith("HTTP/1.1 400 ")
          .containsAnyOf("send one ", "the Host header and the host of the URL differ");
    }
  }

  @Test
  void anAbsoluteUriOfTheHostThatTheHeaderNamesIsTaken() throws IOException {
    assertThat(answered("GET http://LOCALHOST:9/healthz", "Host: localhost:9"))
        .startsWith("HTTP/1.1 200 ");
  }

  /** Sends {@code bytes} after a head, as far as they are taken, and reads to the end. */
  private String sentTo(String path, int bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
      String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
      OutputStream out = socket.getOutputStream();
      out.write(
          (head + "Content-Length: " + bytes + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] piece = new byte[64 * 1_024];
      for (int sent = 0; sent < bytes; sent += piece.length) {
        out.write(piece, 0, Math.min(piece.length, bytes - sent));
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v0/take", "/healthz", "/api/v0/proof", "/nothing"})
  void aBodyThatNobodyWantsIsReadUpToALimitAndThenBrokenOff(String path) throws IOException {
    assertThat(sentTo(path, RpcServer.MAX_UNWANTED)).startsWith("HTTP/1.1 ");

    // More than all buffers on the way hold, so that the sender must notice.
    assertThatThrownBy(() -> sentTo(path, 1 << 28)).isInstanceOf(SocketException.class);
  }
}
