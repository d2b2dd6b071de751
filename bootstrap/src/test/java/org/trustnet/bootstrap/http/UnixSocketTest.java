package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.multiformats.Multiaddr;

@Timeout(60)
class UnixSocketTest {
  private static final OperationSpec SAY =
      OperationSpec.of("say", OperationSpec.Needs.DAEMON, "says something");

  @TempDir Path folder;
  private Path socket;

  @BeforeEach
  void name() {
    socket = folder.resolve("api.sock");
  }

  private RpcServer start(Path at) throws IOException {
    Multiaddr address = Multiaddr.parse("/unix" + at);
    RpcServer server =
        RpcServer.start(
            address,
            new Operations().add(SAY, _ -> Reply.document(Map.of("Said", "it"))),
            new RpcGuard("secret", Map.of()),
            () -> true);
    assertThat(server.address(address)).isEqualTo(address);
    return server;
  }

  private String ask() throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String call =
          "POST /api/v0/say HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n"
              + "Content-Length: 0\r\nConnection: close\r\n\r\n";
      Channels.newOutputStream(channel).write(call.getBytes(StandardCharsets.US_ASCII));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void answersOnASocketThatOnlyItsOwnerMayUseAndRemovesIt() throws IOException {
    try (RpcServer _ = start(socket)) {
      assertThat(ask()).contains("200 OK").contains("{\"Said\":\"it\"}");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void replacesASocketThatADeadNodeLeft() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();

    try (RpcServer _ = start(socket)) {
      assertThat(ask()).contains("200 OK");
    }
  }

  @Test
  void leavesASocketAloneOnWhichSomebodyListens() throws IOException {
    try (RpcServer _ = start(socket)) {
      assertThatThrownBy(() -> start(socket))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process listens there");
      assertThat(ask()).contains("200 OK");
    }
  }

  @Test
  void leavesOtherFilesAlone() throws IOException {
    Files.writeString(socket, "mine");

    assertThatThrownBy(() -> start(socket)).hasMessageContaining("the file is there and no socket");
    assertThat(socket).hasContent("mine");
  }

  @Test
  void refusesAPathThatIsTooLongForASocket() {
    Path tooLong = Path.of("/tmp", "x".repeat(Listening.MAX_PATH - "/tmp/".length() + 1));

    assertThatThrownBy(() -> start(tooLong))
        .hasMessageContaining("more than " + Listening.MAX_PATH + " bytes");
  }
}
