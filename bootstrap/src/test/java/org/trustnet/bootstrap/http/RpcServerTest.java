package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.config.ApiAuthorization;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.LeakWatch;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.trust.store.StoreRefusal;

@Timeout(120)
@ExtendWith(LeakWatch.class)
@ChecksLeaks
class RpcServerTest {
  private static final OperationSpec SAY =
      OperationSpec.of("say", Needs.DAEMON, "says who called how")
          .argument("WORD", Count.OPTIONAL, "a word")
          .option("count", OptionType.NUMBER, "a number")
          .tolerating("format=*", "hash=sha2-256");
  private static final OperationSpec WAIT =
      OperationSpec.of("wait", Needs.DAEMON, "waits until it is broken off");
  private static final OperationSpec CHANGE =
      OperationSpec.of("change", Needs.DAEMON, "is done when its time is up").changing();
  private static final OperationSpec ROWS =
      OperationSpec.of("rows", Needs.DAEMON, "a row, then waits until it is broken off");
  private static final OperationSpec BREAK =
      OperationSpec.of("break", Needs.DAEMON, "a row, then the error that is given")
          .argument("WHY", Count.ONE, "the error");
  private static final OperationSpec DISTANT =
      OperationSpec.of("distant", Needs.NETWORK, "needs the network");
  private static final OperationSpec FULL =
      OperationSpec.of("full", Needs.DAEMON, "writes to a disk without room");
  private static final OperationSpec DISK =
      OperationSpec.of("disk/fault", Needs.DAEMON, "fails as a disk does")
          .argument("HOW", Count.ONE, "what fails");
  private static final OperationSpec TAKE =
      OperationSpec.of("take", Needs.DAEMON, "reads what is sent").body(Body.FILES);

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>(1_000);
  private final HttpClient client = HttpClient.newHttpClient();
  private RpcServer server;
  private Multiaddr address;

  @BeforeEach
  void start() throws IOException {
    Operations operations = new Operations();
    operations.add(
        SAY,
        request -> {
          requests.add(request);
          return Reply.document(Map.of("Caller", request.caller()));
        });
    operations.add(WAIT, _ -> waits());
    operations.add(CHANGE, _ -> changes());
    operations.add(
        ROWS,
        _ ->
            Reply.rows(
                out -> {
                  out.accept(Map.of("Row", 1));
                  waits();
                }));
    operations.add(BREAK, request -> breaks(request.argument(0)));
    operations.add(DISTANT, _ -> Reply.document(Map.of()));
    operations.add(
        FULL,
        _ -> {
          throw new StoreRefusal("the database takes no changes", new IOException("full"));
        });
    operations.add(DISK, request -> faulty(request.argument(0)));
    operations.add(TAKE, this::take);
    address = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
    server =
        RpcServer.start(
            address,
            operations,
            new RpcGuard(
                "secret",
                Map.of(
                    "alice",
                    new ApiAuthorization("bearer:other", List.of("/api/v0/say")),
                    "bob",
                    new ApiAuthorization("bearer:bobs", List.of("/api/v0")))),
            () -> true);
  }

  private static Reply faulty(String how) {
    FileSystemException full = new FileSystemException("key_a", null, "No space left on device");
    return switch (how) {
      case "operation" -> throw new UncheckedIOException(full);
      case "row" ->
          Reply.rows(
              out -> {
                out.accept(Map.of("Row", 1));
                throw new UncheckedIOException(new IOException("No space left on device"));
              });
      case "content" ->
          Reply.content(
              out -> {
                throw full;
              });
      default -> throw new RepositoryException(RepositoryException.Kind.IO, "cannot use config");
    };
  }

  private static Reply breaks(String why) {
    return Reply.rows(
        out -> {
          out.accept(Map.of("Row", 1));
          throw OperationException.failed(why);
        });
  }

  private static Reply waits() throws InterruptedException {
    new CountDownLatch(1).await();
    throw new AssertionError("nobody counts it down");
  }

  /** Ends when it is broken off, too late: the change is made. */
  private static Reply changes() {
    try {
      return waits();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.document(Map.of("Done", true));
    }
  }

  /** Reads the first byte of each file, tells, and reads on. */
  private Reply take(Request request) {
    try {
      while (request.files().hasNext()) {
        try (InputStream in = request.files().next().content()) {
          taken.add("byte " + in.read());
          taken.add("rest " + in.transferTo(OutputStream.nullOutputStream()));
        }
      }
      return Reply.document(Map.of());
    } catch (IOException e) {
      taken.add("broken");
      throw OperationException.failed("broken off");
    } catch (UncheckedIOException e) {
      taken.add("broken");
      throw e;
    }
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpResponse<String> post(String target, String... headers) throws Exception {
    return client.send(request(target, headers), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String target, String... headers) {
    int port = server.address(address).port().orElseThrow();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v0/" + target))
            .POST(HttpRequest.BodyPublishers.noBody());
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer secret"));
    all.addAll(List.of(headers));
    for (int i = 0; i < all.size(); i += 2) {
      request.setHeader(all.get(i), all.get(i + 1));
    }
    return request.build();
  }

  @Test
  void whoUsesUpHisPlacesShutsNobodyElseOut() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i <= RunningCalls.MAX_OF_CALLER; i++) {
      HttpRequest call = request("wait", "Authorization", "Bearer bobs");
      waiting.add(client.sendAsync(call, HttpResponse.BodyHandlers.ofString()));
    }
    HttpResponse<?> turnedAway =
        (HttpResponse<?>) CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new)).join();

    assertThat(turnedAway.statusCode()).isEqualTo(503);
    assertThat(turnedAway.body()).isEqualTo("busy: 32 operations of bob are running\n");
    assertThat(post("say", "Authorization", "Bearer bobs").statusCode()).isEqualTo(503);
    assertThat(post("say", "Authorization", "Bearer other").statusCode()).isEqualTo(200);
    assertThat(post("say").statusCode()).isEqualTo(200);
  }

  @Test
  void aCallerIsKnownByItsTokenAndWhatItSaysOfItselfIsMarked() throws Exception {
    assertThat(post("say").body()).contains("\"Caller\":\"api:api-token\"");
    assertThat(post("say", "Trustnet-Caller", "cli%3Aj%C3%BCrgen").body())
        .contains("\"Caller\":\"api:api-token, says cli:jürgen\"");
    assertThat(post("say", "Authorization", "Bearer other").body())
        .contains("\"Caller\":\"api:alice\"");
    assertThat(post("say", "Trustnet-Caller", "x%0Ay" + "z".repeat(100)).body())
        .contains("says x\\\\u000ay" + "z".repeat(61) + "\"");
  }

  @Test
  void timeoutBreaksAnOperationOff() throws Exception {
    HttpResponse<String> answer = post("wait?timeout=20ms");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("not done within 20ms").contains("\"Kind\":\"FAILED\"");
    assertThat(post("say?timeout=1m").statusCode()).isEqualTo(200);
  }

  @Test
  void aChangeThatIsMadeIsAnsweredThoughItsTimeIsUp() throws Exception {
    HttpResponse<String> answer = post("change?timeout=20ms");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"Done\":true}\n");
  }

  @Test
  void timeoutBreaksAStreamOff() throws Exception {
    int port = server.address(address).port().orElseThrow();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      send(socket, "POST /api/v0/rows?timeout=200ms HTTP/1.1\r\n" + HEAD + "\r\n");
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).contains("{\"Row\":1}").containsIgnoringCase("X-Stream-Error: not done");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a%0D%0AX-Injected: 1%0D%0A%0D%0AHTTP/1.1 200 OK, a\\u000d\\u000aX-Injected: 1",
    "two%0Alines, two\\u000alines",
    "%00%07, \\u0000\\u0007",
    "J%C3%BCrgen %F0%9F%98%80, Jürgen 😀"
  })
  void anErrorInAStreamStaysOneFieldBehindItWhateverItSays(String why, String shown)
      throws Exception {
    int port = server.address(address).port().orElseThrow();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      String target = "/api/v0/break?arg=" + why.replace(" ", "%20");
      send(socket, "POST " + target + " HTTP/1.1\r\n" + HEAD + "\r\n");
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      String trailer = answer.substring(answer.indexOf("\r\n0\r\n") + 5);
      assertThat(trailer.split("\r\n", -1))
          .satisfiesExactly(
              field -> assertThat(field).startsWithIgnoringCase("X-Stream-Error: " + shown),
              end -> assertThat(end).isEmpty(),
              nothing -> assertThat(nothing).isEmpty());
    }
  }

  @Test
  void aClaimIsNotCutWithinACharacter() throws Exception {
    String claim = "a".repeat(RpcRequest.MAX_CLAIM - 1) + "%F0%9F%98%80b";
    assertThat(post("say", "Trustnet-Caller", claim).body())
        .contains("says " + "a".repeat(RpcRequest.MAX_CLAIM - 1) + "\"");
    assertThat(requests).singleElement().extracting(Request::caller).asString().endsWith("a");
  }

  @Test
  void aChangeThatTheDiskRefusesIsAnsweredWithTheReason() throws Exception {
    HttpResponse<String> answer = post("full");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("\"Message\":\"the database takes no changes\"", "\"ExitCode\":1");
  }

  @Test
  void aFaultOfTheDiskIsAnsweredAndNotTakenForACallerWhoLeft() throws Exception {
    HttpResponse<String> answer = post("disk/fault?arg=operation");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("\"Message\":\"disk fault failed: No space left on device\"")
        .contains("\"Kind\":\"FAILED\"");

    int port = server.address(address).port().orElseThrow();
    for (String how : List.of("row", "content")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(60_000);
        send(socket, "POST /api/v0/disk/fault?arg=" + how + " HTTP/1.1\r\n" + HEAD + "\r\n");
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .describedAs(how)
            .contains("disk fault failed: No space left on device");
      }
    }
  }

  @Test
  void aFaultOfTheRepositoryIsAnsweredWithItsOwnLine() throws Exception {
    HttpResponse<String> answer = post("disk/fault?arg=repository");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("\"Message\":\"cannot use config\"")
        .contains("\"Kind\":\"FAILED\"");
  }

  @Test
  void offlineReachesTheOperationAndRefusesWhatNeedsTheNetwork() throws Exception {
    assertThat(post("say?offline=true").statusCode()).isEqualTo(200);
    assertThat(post("say?offline=false").statusCode()).isEqualTo(200);
    assertThat(requests).extracting(Request::isLocal).containsExactly(true, false);

    assertThat(post("distant").statusCode()).isEqualTo(200);
    assertThat(post("distant?offline=true").body())
        .contains("distant needs the network; leave --offline away");
  }

  @Test
  void saysWhatIsWrongWithACall() throws Exception {
    assertThat(post("say?limit=999").body()).contains("say has no option \\\"limit\\\"");
    assertThat(post("say?hash=md5").body()).contains("say does not support hash=\\\"md5\\\"");
    assertThat(post("say?timeout=soon").body())
        .contains("--timeout: \\\"soon\\\" is not a duration");
    assertThat(post("say?offline=maybe").body()).contains("--offline: true or false");
    assertThat(post("say?arg=a&arg=b").body()).contains("say takes WORD, not 2 arguments");
    assertThat(post("say?hash=sha2-256&format=x&cid-base=base32").statusCode()).isEqualTo(200);
    assertThat(post("nothing").statusCode()).isEqualTo(404);
    assertThat(post("say", "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(post("wait", "Authorization", "Bearer other").statusCode()).isEqualTo(403);
    assertThat(post("say", "Origin", "https://example.org").statusCode()).isEqualTo(403);
  }

  private static final String HEAD =
      "Host: localhost\r\nAuthorization: Bearer secret\r\nConnection: close\r\n";

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  /** Begins an upload of one file and cuts it after {@code bytes} bytes. */
  private void cutUpload(int bytes) throws Exception {
    int port = server.address(address).port().orElseThrow();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String part =
          "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n"
              + "Content-Type: application/octet-stream\r\n\r\n";
      send(
          socket,
          "POST /api/v0/take HTTP/1.1\r\n"
              + HEAD
              + "Transfer-Encoding: chunked\r\n"
              + "Content-Type: multipart/form-data; boundary=xyz\r\n\r\n"
              + chunk(part)
              + chunk("a".repeat(bytes)));
      assertThat(taken.take()).isEqualTo("byte 97");
    }
    assertThat(taken.take()).isEqualTo("broken");
  }

  @Test
  void uploadsThatAreCutLeaveNoBufferAndNoPlaceBehind() throws Exception {
    for (int i = 0; i < RpcServer.MAX_CALLS + 10; i++) {
      cutUpload(1_000 + 1_000 * i);
    }

    assertThat(post("say").statusCode()).as("a place is free").isEqualTo(200);
    assertThat(ResourceLeakDetector.getLevel()).as("leaks are seen").isEqualTo(Level.PARANOID);
  }

  @Test
  void anAddressThatIsNoneIsRefusedByName() {
    assertThatThrownBy(
            () ->
                RpcServer.start(
                    Multiaddr.parse("/dns4/example.org/tcp/80"),
                    new Operations(),
                    new RpcGuard("secret", Map.of()),
                    () -> true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Addresses.API");
  }
}
