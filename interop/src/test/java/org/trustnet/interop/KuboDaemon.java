package org.trustnet.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.trustnet.multiformats.Bytes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Kubo of profile {@code test} in a folder of its own: everything on loopback, ports chosen by
 * the system, no bootstrap list. Each command is bounded in time; {@link #close} ends the daemon
 * and removes the folder.
 */
final class KuboDaemon implements AutoCloseable {
  private static final Duration COMMAND = Duration.ofSeconds(120);
  private static final Duration START = Duration.ofSeconds(30);

  /**
   * How a command ended.
   *
   * @param exit its exit code, -1 if it was stopped for taking too long
   * @param out its standard output and error
   */
  record Result(int exit, String out) {
    /** The output of a command that must have succeeded. */
    String require() {
      if (exit != 0) {
        throw new AssertionError("exit code " + exit + ": " + out);
      }
      return out;
    }
  }

  /** What is set before the daemon starts. */
  static final class Settings {
    private final Map<String, String> config = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();

    Settings() {
      config.put("Internal.BackupBootstrapInterval", "\"24h\"");
      config.put("Discovery.MDNS.Enabled", "false");
      config.put("AutoConf.Enabled", "false");
      config.put("Peering.Peers", "[]");
      config.put("Bootstrap", "[]");
    }

    /** One value of the configuration, as JSON. */
    Settings config(String name, String json) {
      config.put(name, json);
      return this;
    }

    Settings environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Offers and accepts Noise and nothing else. */
    Settings onlyNoise() {
      return config("Swarm.Transports.Security.TLS", "false");
    }

    /** Offers and accepts TLS and nothing else. */
    Settings onlyTls() {
      return config("Swarm.Transports.Security.Noise", "false");
    }

    /** Knows only this peer. */
    Settings bootstrap(String address) {
      return config("Bootstrap", "[\"" + address + "\"]");
    }

    /** Listens on this loopback address by TCP and on no other. */
    Settings listen(String ip) {
      return config("Addresses.Swarm", "[\"/ip4/" + ip + "/tcp/0\"]");
    }

    /** Lifts the filters that keep loopback peers out of the public DHT. */
    Settings publicDht(String type) {
      return environment("TEST_DHT_STUB", "1").config("Routing.Type", '"' + type + '"');
    }
  }

  private final Path program;
  private final Path repository;
  private final Map<String, String> environment;
  private final Process daemon;

  private KuboDaemon(
      Path program, Path repository, Map<String, String> environment, Process daemon) {
    this.program = program;
    this.repository = repository;
    this.environment = environment;
    this.daemon = daemon;
  }

  /** Starts one and waits until it is ready; ends the test if there is no Kubo. */
  static KuboDaemon start(Settings settings) throws IOException {
    Path program = Peers.require("kubo");
    Path repository = Files.createTempDirectory("trustnet-kubo");
    try {
      run(program, repository, settings.environment, "init", "--profile", "test").require();
      configure(repository.resolve("config"), settings.config);
      Process daemon =
          Children.start(
              builder(program, repository, settings.environment, "daemon")
                  .redirectErrorStream(true));
      KuboDaemon started = new KuboDaemon(program, repository, settings.environment, daemon);
      started.awaitReady();
      return started;
    } catch (IOException | AssertionError e) {
      delete(repository);
      throw e;
    }
  }

  /** Starts some side by side: most of what one start takes is waiting. */
  static List<KuboDaemon> start(int count, Settings settings) {
    return start(Collections.nCopies(count, settings));
  }

  /** Starts one with each of these settings, side by side. */
  static List<KuboDaemon> start(List<Settings> all) {
    List<CompletableFuture<KuboDaemon>> starting = new ArrayList<>();
    for (Settings settings : all) {
      starting.add(
          CompletableFuture.supplyAsync(() -> started(settings), Thread::startVirtualThread));
    }
    try {
      CompletableFuture.allOf(starting.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      closeAll(
          starting.stream().filter(s -> !s.isCompletedExceptionally()).map(s -> s.join()).toList());
      throw new AssertionError(e.getCause());
    }
    return starting.stream().map(CompletableFuture::join).toList();
  }

  /** Ends all of them, side by side. */
  static void closeAll(List<KuboDaemon> daemons) {
    daemons.parallelStream().forEach(KuboDaemon::close);
  }

  private static KuboDaemon started(Settings settings) {
    try {
      return start(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes values into the configuration; a dot in a name is a step down. */
  private static void configure(Path file, Map<String, String> values) throws IOException {
    JsonMapper json = new JsonMapper();
    ObjectNode config = (ObjectNode) json.readTree(Files.readString(file));
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String[] steps = entry.getKey().split("\\.");
      ObjectNode at = config;
      for (int i = 0; i < steps.length - 1; i++) {
        at = at.withObjectProperty(steps[i]);
      }
      at.set(steps[steps.length - 1], json.readTree(entry.getValue()));
    }
    Files.writeString(file, json.writeValueAsString(config));
  }

  /** Whether a peer is in the routing table of the DHT called {@code wan} or {@code lan}. */
  boolean hasInTable(String dht, String peer) {
    return ipfs("stats", "dht", dht).require().contains(peer);
  }

  /** The peers that it is connected with. */
  String swarm() {
    return ipfs("swarm", "peers").require();
  }

  /** Its peer ID. */
  String peer() {
    return ipfs("id", "-f", "<id>").require().strip();
  }

  /** Its swarm addresses, with its peer ID. */
  List<String> addresses() {
    return ipfs("id", "-f", "<addrs>").require().lines().filter(l -> !l.isBlank()).toList();
  }

  /** Its TCP address on loopback. */
  String tcpAddress() {
    return addresses().stream()
        .filter(a -> a.startsWith("/ip4/127.") && a.contains("/tcp/") && !a.contains("/ws"))
        .findFirst()
        .orElseThrow();
  }

  /** The bytes that {@code ipfs} against this daemon prints; it must succeed. */
  Bytes bytes(String... arguments) {
    return cli().run(arguments).bytes();
  }

  /** What {@code ipfs} against this daemon prints when it is given these bytes; it must succeed. */
  String fed(Bytes input, String... arguments) {
    return cli().fed(input, arguments).text();
  }

  private KuboCli cli() {
    try {
      return new KuboCli(repository, api());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments that make {@code ipfs} talk to this daemon. */
  List<String> api() throws IOException {
    return List.of("--api", Files.readString(repository.resolve("api")).strip());
  }

  /** Runs {@code ipfs} against this daemon. */
  Result ipfs(String... arguments) {
    return run(program, repository, environment, arguments);
  }

  /** The process ID of the daemon. */
  long pid() {
    return daemon.pid();
  }

  private void awaitReady() {
    CompletableFuture<String> ready = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> drain(ready));
    try {
      ready.get(START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      stop();
      throw new AssertionError("the Kubo daemon is not ready: " + e.getMessage(), e);
    }
  }

  private void drain(CompletableFuture<String> ready) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = daemon.inputReader(StandardCharsets.UTF_8);
        BufferedWriter log = Files.newBufferedWriter(Children.log("kubo"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (said.length() < 10_000) {
          said.append(line).append('\n');
        }
        log.append(line).append('\n').flush();
        if (line.contains("Daemon is ready")) {
          ready.complete(line);
        }
      }
    } catch (IOException e) {
      said.append(e);
    }
    ready.completeExceptionally(new AssertionError("it ended: " + said));
  }

  private static Result run(
      Path program, Path repository, Map<String, String> environment, String... arguments) {
    try {
      Process process =
          Children.start(
              builder(program, repository, environment, arguments).redirectErrorStream(true));
      CompletableFuture<byte[]> out =
          CompletableFuture.supplyAsync(() -> readAll(process), Thread::startVirtualThread);
      boolean ended = process.waitFor(COMMAND.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return new Result(
          ended ? process.exitValue() : -1, new String(out.join(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError("cannot run " + Arrays.toString(arguments), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static byte[] readAll(Process process) {
    try {
      return process.getInputStream().readAllBytes();
    } catch (IOException e) {
      return e.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  private static ProcessBuilder builder(
      Path program, Path repository, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("IPFS_PATH", repository.toString());
    builder.environment().put("IPFS_TELEMETRY", "off");
    builder.environment().putAll(environment);
    return builder;
  }

  private void stop() {
    Children.end(daemon);
  }

  /** Removes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }

  @Override
  public void close() {
    stop();
    try {
      delete(repository);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
