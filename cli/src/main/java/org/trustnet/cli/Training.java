package org.trustnet.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.bootstrap.http.ApiProof;
import org.trustnet.bootstrap.repo.AtomicFile;
import org.trustnet.cli.terminal.Terminal;
import org.trustnet.multiformats.Bytes;

/**
 * Runs once before the first command, so that the JVM learns which classes commands load and keeps
 * them linked: help, and one call of a node whose answers are made up, over a real socket. An edge.
 */
public final class Training {
  private static final String TOKEN = "none";
  private static final int MAX_HEAD = 64 * 1_024;

  private static final String ANSWER =
      """
      HTTP/1.1 200 OK
      Content-Type: application/json
      X-Chunked-Output: 1
      Transfer-Encoding: chunked

      2
      {}

      0

      """;

  private Training() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("trustnet-training");
    Path token = folder.resolve("api-token");
    Path api = folder.resolve("api");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AtomicFile.write(token, Bytes.utf8(TOKEN + "\n"));
      AtomicFile.write(api, Bytes.utf8("/ip4/127.0.0.1/tcp/" + server.getLocalPort() + "\n"));
      Thread.ofVirtual().start(() -> answer(server));
      Cli cli = new Cli(surroundings(folder));
      cli.run(List.of("--help"));
      cli.run(List.of("version", "--enc", "json"));
      cli.run(List.of("swarm", "peers", "--repo", folder.toString()));
    } finally {
      Files.deleteIfExists(api);
      Files.deleteIfExists(token);
      Files.delete(folder);
    }
    System.exit(ExitCode.DONE);
  }

  /** As a node does: the proof, and then what it was asked for. */
  private static void answer(ServerSocket server) {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      String proof = ApiProof.of(TOKEN, server.getLocalPort(), nonce(in)) + "\n";
      String head = "HTTP/1.1 200 OK\r\nContent-Length: " + proof.length() + "\r\n\r\n";
      out.write((head + proof).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      in.readNBytes(1);
      out.write(ANSWER.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.exit(ExitCode.FAILED);
    }
  }

  /** Reads the question for the proof to its end. */
  private static String nonce(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < MAX_HEAD) {
      head.append(new String(in.readNBytes(1), StandardCharsets.US_ASCII));
    }
    int start = head.indexOf("nonce=") + "nonce=".length();
    return head.substring(start, start + 2 * ApiProof.NONCE_BYTES);
  }

  private static Surroundings surroundings(Path home) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Set.of(),
            false);
    Wiring real = Wiring.production(System.getenv());
    Wiring wiring =
        new Wiring(
            Optional.of((options, t) -> ExitCode.DONE),
            real.initializer(),
            real.offline(),
            real.local(),
            real.demo());
    return new Surroundings(terminal, Map.of(), home, "nobody", wiring);
  }
}
