package org.trustnet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.http.RpcGuard;
import org.trustnet.bootstrap.http.RpcServer;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.multiformats.Multiaddr;

class UploadTest {
  private static final Multiaddr ANY = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");

  @TempDir Path folder;

  private static List<Object> add(Operations.Handler handler, Iterator<Request.Part> files)
      throws Exception {
    Operations operations = new Operations().add(ContentCommands.ADD, handler);
    List<Object> rows = new ArrayList<>();
    try (RpcServer server =
        RpcServer.start(ANY, operations, new RpcGuard("t", Map.of()), () -> true)) {
      RpcAddress address = RpcAddress.parse(server.address(ANY).toString());
      try (RpcClient client = RpcClient.connect(address).orElseThrow()) {
        Request request = new Request(ContentCommands.ADD, List.of(), Map.of(), files, "t");
        ((Reply.Rows) client.call(request, "t")).writeTo(rows::add);
      }
    }
    return rows;
  }

  private static Operations.Handler telling(BiFunction<Request.Part, byte[], Object> ofEach) {
    return request ->
        Reply.rows(
            out ->
                request
                    .files()
                    .forEachRemaining(
                        part -> {
                          try (InputStream in = part.content()) {
                            out.accept(ofEach.apply(part, in.readAllBytes()));
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }));
  }

  @Test
  void sendsMoreThanAnyBufferHolds() throws Exception {
    Path file = Files.write(folder.resolve("big"), new byte[3_000_001]);
    Iterator<Request.Part> files =
        LocalFiles.of(
            List.of(file.toString()), LocalFiles.Folders.NEVER, InputStream.nullInputStream());
    assertThat(add(telling((_, content) -> content.length), files)).containsExactly(3_000_001);
  }

  @Test
  void aFileThatCannotBeReadToItsEndIsTheError() throws Exception {
    InputStream failing =
        new InputStream() {
          private boolean begun;

          @Override
          public int read() throws IOException {
            if (begun) {
              throw new IOException("the disk is gone");
            }
            begun = true;
            return 1;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            target[offset] = (byte) read();
            return 1;
          }
        };
    Iterator<Request.Part> files =
        List.of(new Request.Part("x", Request.PartKind.FILE, failing)).iterator();
    Request request = new Request(ContentCommands.ADD, List.of(), Map.of(), files, "t");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> readAll(server));
      RpcAddress address = RpcAddress.parse("/ip4/127.0.0.1/tcp/" + server.getLocalPort());
      try (RpcClient client = RpcClient.connect(address).orElseThrow()) {
        assertThatThrownBy(() -> client.call(request, "t"))
            .isInstanceOf(OperationException.class)
            .hasMessage("cannot read x: the disk is gone");
      }
    }
  }

  private static void readAll(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void foldersHaveADepthLimit() throws Exception {
    Path at = folder;
    for (int i = 0; i < LocalFiles.MAX_DEPTH; i++) {
      at = Files.createDirectory(at.resolve("d"));
    }
    Path top = folder.resolve("d");
    assertThat(count(top)).isEqualTo(LocalFiles.MAX_DEPTH);
    Files.createDirectory(at.resolve("d"));
    assertThatThrownBy(() -> count(top)).isInstanceOf(OperationException.class);
  }

  private static int count(Path top) {
    int[] count = {0};
    LocalFiles.of(List.of(top.toString()), LocalFiles.Folders.TAKEN, InputStream.nullInputStream())
        .forEachRemaining(part -> count[0]++);
    return count[0];
  }

  @Test
  void linksWithinFoldersAreSentAsLinksAndNotFollowed() throws Exception {
    Path top = Files.createDirectory(folder.resolve("top"));
    Files.writeString(top.resolve("file"), "content");
    Files.createSymbolicLink(top.resolve("link"), Path.of("../elsewhere/ä"));
    Files.createSymbolicLink(top.resolve("loop"), top);
    Iterator<Request.Part> files =
        LocalFiles.of(
            List.of(top.toString()), LocalFiles.Folders.TAKEN, InputStream.nullInputStream());

    assertThat(add(telling(UploadTest::described), files))
        .containsExactly(
            "FOLDER top ",
            "FILE top/file content",
            "SYMLINK top/link ../elsewhere/ä",
            "SYMLINK top/loop " + top);
  }

  private static String described(Request.Part part, byte[] content) {
    return part.kind() + " " + part.path() + " " + new String(content, StandardCharsets.UTF_8);
  }
}
