package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.config.ApiAuthorization;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.multiformats.Multiaddr;

/** A caller that takes all its places for answers without end, and reads nothing of them. */
@Timeout(120)
class SilentReaderTest {
  private static final Multiaddr ANY = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final byte[] PIECE = new byte[64 * 1_024];

  private final BlockingQueue<Throwable> endings =
      new ArrayBlockingQueue<>(2 * RunningCalls.MAX_OF_CALLER);
  private final List<SocketChannel> sockets = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() throws IOException {
    for (SocketChannel socket : sockets) {
      socket.close();
    }
    client.close();
  }

  private interface Writing {
    void once() throws IOException;
  }

  /** Writes until it fails, and notes why. */
  private void endlessly(Writing writing) throws IOException {
    try {
      while (true) {
        writing.once();
      }
    } catch (IOException | RuntimeException e) {
      endings.add(e);
      throw e;
    }
  }

  private Reply rows() {
    String row = "r".repeat(PIECE.length);
    return Reply.rows(
        out -> {
          try {
            endlessly(() -> out.accept(row));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private Reply content() {
    return Reply.content(out -> endlessly(() -> out.write(PIECE)));
  }

  private void ask(int port, String path) throws IOException {
    SocketChannel socket = SocketChannel.open();
    sockets.add(socket);
    socket.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1_024);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    String head =
        "POST /api/v0/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer bob\r\n\r\n";
    socket.write(ByteBuffer.wrap(head.formatted(path).getBytes(StandardCharsets.US_ASCII)));
  }

  /** Returns when the other side has closed the connection, of which nothing was read. */
  private static void awaitClosed(SocketChannel socket) throws IOException {
    socket.configureBlocking(false);
    assertThatThrownBy(
            () -> {
              while (true) {
                int _ = socket.write(ByteBuffer.allocate(1));
              }
            })
        .isInstanceOf(IOException.class);
  }

  private int status(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v0/short"))
            .header("Authorization", "Bearer bob")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows", "content"})
  void whoStopsReadingLosesTheConnectionAndHasItsPlacesAgain(String path) throws Exception {
    Operations operations =
        new Operations()
            .add(OperationSpec.of("rows", Needs.DAEMON, "rows without end"), _ -> rows())
            .add(OperationSpec.of("content", Needs.DAEMON, "bytes without end"), _ -> content())
            .add(OperationSpec.of("short", Needs.DAEMON, "one answer"), _ -> Reply.document(1));
    RpcGuard guard =
        new RpcGuard("secret", Map.of("bob", new ApiAuthorization("bearer:bob", List.of("/"))));
    try (RpcServer server = RpcServer.start(ANY, operations, guard, () -> true, PATIENCE)) {
      int port = server.address(ANY).port().orElseThrow();
      for (int i = 0; i < RunningCalls.MAX_OF_CALLER; i++) {
        ask(port, path);
      }
      for (int i = 0; i < RunningCalls.MAX_OF_CALLER; i++) {
        Throwable ending = endings.poll(60, TimeUnit.SECONDS);
        assertThat(ending).isNotNull();
        assertThat(CallerGoneException.in(ending))
            .hasMessage("the reader of the answer stopped reading");
      }
      for (SocketChannel socket : sockets) {
        awaitClosed(socket);
      }
      int status = status(port);
      while (status == 503) { // the last operation gives its place back just after its answer ends
        status = status(port);
      }
      assertThat(status).isEqualTo(200);
    }
  }
}
