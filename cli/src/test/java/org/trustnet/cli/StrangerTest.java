package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.http.ApiProof;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.testkit.crash.LiveProgram;

/**
 * Somebody else takes the port of a node that was killed, whose {@code api} file is still there.
 */
@Timeout(180)
final class StrangerTest {
  private static final Duration DEATH = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private Path repository() {
    Path repository = folder.resolve("repository");
    NewRepository.create(repository, Profile.TEST, Surroundings.ofTheMachine());
    return repository;
  }

  /** Listens where the node did, answers everything alike, and writes down what arrives. */
  private static final class Stranger implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final String answer;

    Stranger(int port, String answer) throws IOException {
      this.answer = answer;
      server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      Thread.ofVirtual().name("stranger").start(this::listen);
    }

    int port() {
      return server.getLocalPort();
    }

    private void listen() {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          byte[] piece = new byte[4_096];
          for (int n = socket.getInputStream().read(piece); n > 0; ) {
            synchronized (heard) {
              heard.write(piece, 0, n);
            }
            OutputStream out = socket.getOutputStream();
            out.write(answer.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            n = answer.isEmpty() ? 0 : socket.getInputStream().read(piece);
          }
        } catch (IOException e) {
          continue; // the command hung up, or the test is over
        }
      }
    }

    String heard() {
      synchronized (heard) {
        return heard.toString(StandardCharsets.US_ASCII);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private int run(Console console, Path repository, String... words) {
    Wiring wiring = Wiring.production(Map.of());
    return new Cli(
            new org.trustnet.cli.Surroundings(
                console.terminal(),
                Map.of("TRUSTNET_PATH", repository.toString()),
                folder,
                "ann",
                wiring))
        .run(List.of(words));
  }

  @Test
  void getsNoTokenWhenTheNodeWasKilled() throws Exception {
    Path repository = repository();
    int port;
    try (LiveProgram node =
        LiveProgram.start(
            Main.class,
            Files.createTempDirectory(folder, "scratch-"),
            "--repo",
            repository.toString(),
            "run")) {
      node.awaitLine("trustnet is ready");
      port = Multiaddr.parse(Repository.apiAddress(repository).orElseThrow()).port().orElseThrow();
      Console live = Console.pipe("");
      assertThat(run(live, repository, "id")).describedAs(live.err()).isZero();
      node.kill();
      node.awaitEnd(DEATH);
    }
    assertThat(Repository.apiAddress(repository)).as("what is left").isPresent();

    String proof = "HTTP/1.1 200 OK\r\nContent-Length: 65\r\n\r\n" + "0".repeat(64) + "\n";
    try (Stranger stranger = new Stranger(port, proof)) {
      Console id = Console.pipe("");
      assertThat(run(id, repository, "id")).isEqualTo(5);
      assertThat(id.err()).hasLineCount(1).contains("needs a running node, and none runs on ");
      Console trust = Console.pipe("");
      assertThat(run(trust, repository, "trust", "ls")).describedAs(trust.err()).isZero();

      assertThat(stranger.heard())
          .contains("GET " + ApiProof.PATH + "?nonce=")
          .doesNotContain(Repository.apiToken(repository))
          .doesNotContainIgnoringCase("bearer");
    }
    assertThat(Repository.apiAddress(repository)).as("tidied up").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      })
  void getsNoTokenWhateverItAnswers(String answer) throws Exception {
    Path repository = repository();
    try (Stranger stranger = new Stranger(0, answer)) {
      Files.writeString(repository.resolve("api"), "/ip4/127.0.0.1/tcp/" + stranger.port() + "\n");
      Console id = Console.pipe("");

      assertThat(run(id, repository, "id")).isEqualTo(5);

      assertThat(stranger.heard()).startsWith("GET ").doesNotContainIgnoringCase("bearer");
    }
  }
}
