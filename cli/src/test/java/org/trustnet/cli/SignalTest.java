package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.OpenRepository;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.testkit.crash.Acknowledgements;
import org.trustnet.testkit.crash.ClassArchive;
import org.trustnet.testkit.crash.LiveProgram;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.entries.RocksEntryStore;

/** {@code run} in a process of its own, and the signals that end it. */
@Timeout(180)
final class SignalTest {
  /**
   * An orderly stop takes 10 s at most, which the process itself sees to; the rest is a reserve.
   */
  private static final Duration STOP = Duration.ofSeconds(15);

  /** How long a command has the repository: less than what a node waits for. */
  private static final Duration COMMAND = Duration.ofMillis(2_500);

  private static final int SIGNALLED = 143;
  private static final int BODY_BYTES = 64 << 20;

  @TempDir private static Path ofAll;
  private static ClassArchive classes;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<LiveProgram> programs = new ArrayList<>();

  @BeforeAll
  static void fillArchive() throws Exception {
    classes = NodeClasses.in(ofAll);
  }

  @AfterEach
  void close() {
    programs.forEach(LiveProgram::close);
    http.close();
  }

  private Path repository(String name) {
    Path repository = folder.resolve(name);
    NewRepository.create(repository, Profile.TEST, Surroundings.ofTheMachine());
    return repository;
  }

  private LiveProgram starting(Path repository) throws IOException {
    Path scratch = Files.createTempDirectory(folder, "scratch-");
    LiveProgram program =
        LiveProgram.start(classes, Main.class, scratch, "--repo", repository.toString(), "run");
    programs.add(program);
    return program;
  }

  private LiveProgram running(Path repository) throws IOException, InterruptedException {
    LiveProgram program = starting(repository);
    program.awaitLine("trustnet is ready");
    return program;
  }

  private static Multiaddr api(Path repository) {
    return Multiaddr.parse(Repository.apiAddress(repository).orElseThrow());
  }

  private String call(Path repository, String operation, String... arguments)
      throws IOException, InterruptedException {
    List<String> query = new ArrayList<>();
    for (String argument : arguments) {
      query.add("arg=" + URLEncoder.encode(argument, StandardCharsets.UTF_8));
    }
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v0/%s?%s"
                .formatted(
                    api(repository).port().orElseThrow(), operation, String.join("&", query)));
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + Repository.apiToken(repository))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** Ended in order: exit code, lock, announcement, what is said, and trust time on disk. */
  private static void stoppedInOrder(LiveProgram program, Path repository)
      throws InterruptedException {
    assertThat(program.awaitEnd(STOP)).describedAs(program.errors()).isZero();
    assertThat(program.errors())
        .contains("stopping; a second signal ends it at once")
        .contains("\nstopped\n");
    assertThat(Repository.apiAddress(repository)).isEmpty();
    try (Database database = Database.open(repository.resolve("db"), 1, RocksEntryStore.TABLES)) {
      assertThat(new RocksEntryStore(database).trustTime()).isPresent();
    }
    OpenRepository.open(repository, "test", Map.of(), Surroundings.ofTheMachine()).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalStopsTheNodeInOrder(String signal) throws Exception {
    Path repository = repository("node");
    LiveProgram program = running(repository);
    program.signal(signal);
    stoppedInOrder(program, repository);
  }

  @Test
  void aSignalWhileTheNodeStartsStopsItInOrder() throws Exception {
    Path repository = repository("node");
    Files.delete(repository.resolve("repo.lock")); // of its making; the node's tells that it starts
    LiveProgram program = starting(repository);
    while (!Files.exists(repository.resolve("repo.lock")) && program.alive()) {
      Thread.onSpinWait();
    }
    program.signal("TERM");
    stoppedInOrder(program, repository);
  }

  @Test
  void theNodeStartsWhenACommandIsDoneWithTheRepository() throws Exception {
    Path repository = repository("node");
    LiveProgram program;
    try (Repository held = Repository.open(repository, "a command")) {
      program = starting(repository);
      LockSupport.parkNanos(COMMAND.toNanos());
      assertThat(held.folder()).isEqualTo(repository);
      assertThat(program.alive()).as("it waits").isTrue();
    }
    program.awaitLine("trustnet is ready");
    program.signal("TERM");
    stoppedInOrder(program, repository);
  }

  @Test
  void aSignalDuringACallEndsTheCallAndStopsTheNodeInOrder() throws Exception {
    Path repository = repository("node");
    LiveProgram program = running(repository);
    try (Socket socket = new Socket("127.0.0.1", api(repository).port().orElseThrow())) {
      socket.setSoTimeout(Math.toIntExact(STOP.toMillis()));
      beginToAdd(socket.getOutputStream(), Repository.apiToken(repository));
      InputStream answer = socket.getInputStream();
      assertThat(answer.read()).describedAs("the answer begins").isEqualTo('H');
      program.signal("TERM");
      answer.readAllBytes();
    }
    stoppedInOrder(program, repository);
  }

  /** Sends the head and some of the body of {@code add}, which tells its progress. */
  private static void beginToAdd(OutputStream out, String token) throws IOException {
    String head =
        """
        POST /api/v0/add?progress=true HTTP/1.1\r
        Host: 127.0.0.1\r
        Authorization: Bearer %s\r
        Content-Type: multipart/form-data; boundary=x\r
        Content-Length: %d\r
        \r
        --x\r
        Content-Disposition: form-data; name="file"; filename="file"\r
        Content-Type: application/octet-stream\r
        \r
        """;
    out.write(head.formatted(token, BODY_BYTES).getBytes(StandardCharsets.UTF_8));
    out.write(new byte[BODY_BYTES / 16]);
    out.flush();
  }

  @Test
  void aSignalWithAnOpenConnectionStopsTheNodeAndWhatItLearntIsThereAtTheNextStart()
      throws Exception {
    Path one = repository("one");
    Path other = repository("other");
    LiveProgram first = running(one);
    LiveProgram second = running(other);
    String address = second.awaitLine("listening on ").substring("listening on ".length());
    PeerId peer = PeerId.parse(second.awaitLine("peer ID ").substring("peer ID ".length()));
    call(one, "swarm/connect", address + "/p2p/" + peer);
    assertThat(call(one, "swarm/peers")).contains(peer.toString());
    first.signal("TERM");
    stoppedInOrder(first, one);
    LiveProgram again = running(one);
    assertThat(call(one, "swarm/addrs")).contains(peer.toString()).contains(address);
    again.signal("TERM");
    second.signal("INT");
    stoppedInOrder(again, one);
    stoppedInOrder(second, other);
  }

  /**
   * A node may have stopped in order before it heard of the second; one that never stops cannot.
   */
  @Test
  void aSecondSignalEndsTheNodeAtOnceUnlessItHasStoppedByThen() throws Exception {
    LiveProgram program = running(repository("node"));
    signalTwice(program);
    int code = program.awaitEnd(STOP);
    assertThat(code).describedAs(program.errors()).isIn(0, SIGNALLED);
    assertThat(program.errors().contains("\nstopped\n")).isEqualTo(code == 0);
  }

  @Test
  void aSecondSignalEndsAProgramThatDoesNotStop() throws Exception {
    LiveProgram program = LiveProgram.start(NeverStops.class, folder);
    programs.add(program);
    program.awaitLine("ready");
    signalTwice(program);
    assertThat(program.awaitEnd(STOP)).describedAs(program.errors()).isEqualTo(SIGNALLED);
    program.awaitLine("asked");
    program.awaitLine("ended");
  }

  /** Both are there when it goes on. */
  private static void signalTwice(LiveProgram program) throws InterruptedException {
    program.signal("STOP");
    program.signal("TERM");
    program.signal("INT");
    program.signal("CONT");
  }

  /** Hears signals as a node does, and stops at none. */
  static final class NeverStops {
    private NeverStops() {}

    public static void main(String[] arguments) throws InterruptedException {
      Acknowledgements says = new Acknowledgements();
      Signals.onFirst(() -> says.say("asked"), () -> says.say("ended"));
      says.say("ready");
      new CountDownLatch(1).await();
    }
  }
}
