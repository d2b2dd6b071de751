package org.trustnet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.commands.SwarmCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;

class BrokenAnswerTest {
  private static final String ROWS =
      "HTTP/1.1 200 OK\r\nX-Chunked-Output: 1\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static List<Object> rowsOf(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Void> peer =
          new FutureTask<>(
              () -> {
                try (Socket socket = server.accept()) {
                  readHead(socket.getInputStream());
                  OutputStream out = socket.getOutputStream();
                  out.write(answer.getBytes(StandardCharsets.UTF_8));
                  out.flush();
                }
                return null;
              });
      Thread.ofVirtual().start(peer);
      RpcAddress address = RpcAddress.parse("/ip4/127.0.0.1/tcp/" + server.getLocalPort());
      List<Object> rows = new ArrayList<>();
      try (RpcClient client = RpcClient.connect(address).orElseThrow()) {
        Request request =
            new Request(
                SwarmCommands.ADDRS, List.of(), Map.of(), List.<Request.Part>of().iterator(), "t");
        switch (client.call(request, "t")) {
          case Reply.Rows all -> all.writeTo(rows::add);
          case Reply.Document(Object json) -> rows.add(json);
          case Reply.Content content -> content.writeTo(OutputStream.nullOutputStream());
        }
      }
      return rows;
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int b = in.read();
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
    }
  }

  @Test
  void readsRowsAcrossChunks() throws Exception {
    assertThat(rowsOf(ROWS + "4\r\n{\"a\"\r\n8;x=y\r\n:1}\n{}\n \r\n0\r\n\r\n"))
        .containsExactly(Map.of("a", 1), Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}",
        "SSH-2.0-x\r\n",
        ROWS,
        ROWS + "3\r\n{}\n\r\n",
        ROWS + "3\r\n{}\n\r\n0\r\n",
        ROWS + "30\r\n{}\n",
        ROWS + "zz\r\n",
        ROWS + "3\r\n{]\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Stream-Output: 1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"
      })
  void anAnswerThatBreaksOffIsAnErrorOfOneLine(String answer) {
    assertThatThrownBy(() -> rowsOf(answer))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("broke off")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aStreamErrorInTheTrailerIsTheError() {
    String answer = ROWS + "3\r\n{}\n\r\n0\r\nX-Stream-Error: the disk is full\r\n\r\n";
    assertThatThrownBy(() -> rowsOf(answer))
        .isInstanceOf(OperationException.class)
        .hasMessage("the disk is full");
  }

  @Test
  void aHeadHasALimit() {
    String field = "X: " + "y".repeat(1_000) + "\r\n";
    assertThatThrownBy(() -> rowsOf("HTTP/1.1 200 OK\r\n" + field.repeat(66)))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("longer than 65536");
  }

  @Test
  void nobodyThereIsNoClient() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertThat(RpcClient.connect(RpcAddress.parse("/ip4/127.0.0.1/tcp/" + port))).isEmpty();
  }
}
