package org.trustnet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.trustnet.bootstrap.commands.Commands;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.http.RpcGuard;
import org.trustnet.bootstrap.http.RpcServer;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.repo.AtomicFile;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;

/** A repository and, on request, a real RPC server over operations that a test answers. */
final class FakeNode implements AutoCloseable {
  static final Initializer INITIALIZER =
      new Initializer() {
        @Override
        public List<String> profiles() {
          return List.of("server", "test");
        }

        @Override
        public Map<String, Object> init(Path repository, String profile) {
          try {
            Files.createDirectories(repository);
            Files.writeString(repository.resolve("config"), "{}");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return Map.of("ID", "12D3 of " + profile);
        }

        @Override
        public String profileOf(Path repository) {
          return "server";
        }
      };

  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<RunOptions> runs = new ArrayList<>();
  private final Path repository;
  private Operations.Handler handler = request -> Reply.document(Map.of());
  private Optional<RpcServer> server = Optional.empty();
  private Optional<Repository> held = Optional.empty();

  FakeNode(Path repository) throws IOException {
    this.repository = repository;
    Files.writeString(repository.resolve("config"), "{}");
    token("secret");
  }

  FakeNode answers(Operations.Handler what) {
    handler = what;
    return this;
  }

  /** What the command line finds in the repository. */
  final void token(String token) throws IOException {
    AtomicFile.write(repository.resolve("api-token"), Bytes.utf8(token + "\n"));
  }

  FakeNode starts() throws IOException {
    RpcServer rpc =
        RpcServer.start(
            Multiaddr.parse("/ip4/127.0.0.1/tcp/0"),
            operations("node "),
            new RpcGuard("secret", Map.of()),
            () -> true);
    server = Optional.of(rpc);
    Repository locked = Repository.open(repository, "a fake node");
    held = Optional.of(locked);
    locked.announceApi(rpc.address(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")).toString());
    return this;
  }

  private Operations operations(String where) {
    Operations operations = new Operations();
    Stream.concat(Commands.all().stream(), Stream.of(ContentCommands.WANTLIST))
        .forEach(
            spec ->
                operations.add(
                    spec,
                    request -> {
                      calls.add(where + described(request));
                      return handler.run(request);
                    }));
    return operations;
  }

  /** The call as a line: path, arguments, options in order, files with their content. */
  static String described(Request request) {
    StringBuilder text = new StringBuilder(request.spec().path());
    request.arguments().forEach(argument -> text.append(' ').append(argument));
    new java.util.TreeMap<>(request.options())
        .forEach((name, value) -> text.append(" --").append(name).append('=').append(value));
    request
        .files()
        .forEachRemaining(
            part -> {
              text.append(" [")
                  .append(part.path())
                  .append(part.kind() == Request.PartKind.FOLDER ? "/" : "=");
              try (InputStream in = part.content()) {
                text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append(']');
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return text.toString();
  }

  Wiring wiring() {
    Operations alone = new Operations();
    operations("alone ").all().stream()
        .filter(
            o -> o.spec().needs() == org.trustnet.bootstrap.operation.OperationSpec.Needs.NOTHING)
        .forEach(o -> alone.add(o.spec(), o.handler()));
    return new Wiring(
        Optional.of(
            (options, terminal) -> {
              runs.add(options);
              return 0;
            }),
        Optional.of(INITIALIZER),
        Optional.of(
            path ->
                new OfflineOperations.Opened() {
                  @Override
                  public Operations operations() {
                    return FakeNode.this.operations("offline ");
                  }

                  @Override
                  public void close() {
                    calls.add("closed");
                  }
                }),
        Optional.of(() -> alone),
        Optional.of(
            (options, terminal) -> {
              terminal.line(options.toString());
              return 0;
            }));
  }

  int run(Console console, String... words) {
    return new Cli(surroundings(console)).run(List.of(words));
  }

  Surroundings surroundings(Console console) {
    return surroundings(console, Map.of());
  }

  /** With these variables too. */
  Surroundings surroundings(Console console, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("TRUSTNET_PATH", repository.toString());
    return new Surroundings(console.terminal(), environment, repository, "ann", wiring());
  }

  /** Ends as a killed node does: its announcement stays. */
  void dies() throws IOException {
    String api = Files.readString(repository.resolve("api"));
    close();
    Files.writeString(repository.resolve("api"), api);
  }

  @Override
  public void close() {
    server.ifPresent(RpcServer::close);
    server = Optional.empty();
    held.ifPresent(Repository::close);
    held = Optional.empty();
  }
}
