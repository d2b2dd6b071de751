package org.trustnet.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.trustnet.bootstrap.commands.ConfigCommands;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.commands.FileCommands;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationException.Kind;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.operation.TimeLimit;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.cli.client.LocalFiles;
import org.trustnet.cli.client.RpcAddress;
import org.trustnet.cli.client.RpcClient;
import org.trustnet.cli.terminal.Progress;
import org.trustnet.cli.terminal.Terminal;
import org.trustnet.cli.terminal.Terminal.Stream;

/**
 * Gets one operation done: by the program alone if it needs nothing, by the running node if there
 * is one, else on the repository. Asks the user when the answer is that it must be confirmed.
 */
final class OperationRunner {
  /** How much later than the node the command gives up, when the user set a limit. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Surroundings surroundings;
  private final Invocation invocation;
  private final OperationSpec spec;
  private final Path repository;

  OperationRunner(Surroundings surroundings, Invocation invocation, OperationSpec spec) {
    this.surroundings = surroundings;
    this.invocation = invocation;
    this.spec = spec;
    this.repository =
        invocation.global("--repo").map(Path::of).orElseGet(surroundings::defaultRepository);
  }

  /**
   * Does it and shows the answer.
   *
   * @throws OperationException if it could not be done
   */
  void run() throws InterruptedException {
    boolean json = invocation.json();
    Map<String, String> options = new LinkedHashMap<>(invocation.options(spec));
    if (spec.path().equals("add") && terminal().isTerminal(Stream.ERR) && !json) {
      options.putIfAbsent("progress", "true");
    }
    if (json && spec.equals(NameCommands.GET)) {
      options.put("decoded", "true");
    }
    List<String> arguments = invocation.arguments(spec);
    Optional<Map<String, String>> agreed = Optional.empty();
    while (true) {
      try {
        once(request(arguments, options), json);
        return;
      } catch (OperationException e) {
        if (agreed.filter(e.agreement()::equals).isPresent()) {
          throw e;
        }
        options.putAll(consent(e));
        options.putAll(e.agreement());
        agreed = Optional.of(e.agreement());
      }
    }
  }

  private Terminal terminal() {
    return surroundings.terminal();
  }

  private Request request(List<String> arguments, Map<String, String> options) {
    return new Request(
        spec, arguments, options, files(), "cli:" + surroundings.user(), invocation.terms());
  }

  private Iterator<Request.Part> files() {
    if (spec.body() == Body.NONE) {
      return List.<Request.Part>of().iterator();
    }
    List<String> paths = invocation.files(spec);
    if (paths.isEmpty() && terminal().isTerminal(Stream.IN)) {
      throw OperationException.usage("name a file, or - for standard input");
    }
    LocalFiles.Folders folders = LocalFiles.Folders.NEVER;
    if (spec.equals(ContentCommands.ADD)) {
      boolean asked = "true".equals(invocation.options(spec).get("recursive"));
      folders = asked ? LocalFiles.Folders.TAKEN : LocalFiles.Folders.ON_DEMAND;
    }
    List<String> named = paths.isEmpty() ? List.of(LocalFiles.STDIN) : paths;
    return LocalFiles.of(named, folders, terminal().in());
  }

  /** The options that say what the user agrees to; throws if he is not there or does not. */
  private Map<String, String> consent(OperationException e) {
    String question = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case NEEDS_YES -> {
        StringBuilder say = new StringBuilder("; to do it without being asked say --yes");
        e.agreement().forEach((name, value) -> say.append(" --" + name + " " + value));
        refuseUnlessSomebodyIsThere(e, say.toString());
        if (!terminal().confirms(question, e.details())) {
          throw OperationException.refused("not done");
        }
        yield Map.of("yes", "true");
      }
      case NEEDS_KEY -> {
        refuseUnlessSomebodyIsThere(e, "; to do it without being asked say --yes --key KEY");
        String key = terminal().asks(question, e.details()).strip();
        if (key.isEmpty()) {
          throw OperationException.refused("not done");
        }
        yield Map.of("yes", "true", "key", key);
      }
      default -> throw e;
    };
  }

  private void refuseUnlessSomebodyIsThere(OperationException e, String how) {
    if (!terminal().canAsk()) {
      throw new OperationException(Kind.REFUSED, e.getMessage() + how, e.details());
    }
  }

  private void once(Request request, boolean json) throws InterruptedException {
    Operations.refuseOffline(spec, request.terms());
    Optional<Operations.Operation> alone = alone();
    if (alone.isPresent()) {
      within(
          request,
          Duration.ZERO,
          limit -> show(request, result(alone.get(), request, limit), json));
      return;
    }
    Optional<RpcClient> node = node();
    if (node.isPresent()) {
      askAndClose(node.get(), request, json);
      return;
    }
    try {
      within(request, Duration.ZERO, limit -> onRepository(request, limit, json));
    } catch (RepositoryException e) {
      askAndClose(startedMeanwhile(e), request, json);
    }
  }

  private void askAndClose(RpcClient node, Request request, boolean json)
      throws InterruptedException {
    try (node) {
      within(request, GRACE, limit -> ask(node, request, limit, json));
    }
  }

  /** The node that took the repository after we had looked for one; throws if it is not that. */
  private RpcClient startedMeanwhile(RepositoryException e) throws InterruptedException {
    if (e.kind() != RepositoryException.Kind.LOCKED) {
      throw e;
    }
    return ownNode().orElseThrow(() -> e);
  }

  /** A node keeps to the limit by itself, and says more when it is given the time to. */
  private static void within(Request request, Duration grace, TimeLimit.Work<RuntimeException> step)
      throws InterruptedException {
    TimeLimit.within(
        request.terms().timeLimit().map(limit -> limit.plus(grace)), request.spec().effect(), step);
  }

  private void ask(RpcClient client, Request request, TimeLimit limit, boolean json)
      throws InterruptedException {
    String token = Repository.apiToken(repository);
    Searching searching = new Searching(request, this::node, token);
    try (Progress progress = Progress.start(terminal(), searching::told)) {
      Reply reply = client.call(request, token);
      limit.returned(reply);
      boolean check = spec.equals(ConfigCommands.CHECK);
      Reply all = check ? OwnVariables.added(reply, surroundings.environment()) : reply;
      printer(progress).print(request, all, json);
    }
  }

  private Optional<Operations.Operation> alone() {
    boolean ofThisNode =
        spec.equals(FileCommands.VALIDATE) && "true".equals(invocation.options(spec).get("self"));
    if (spec.needs() != Needs.NOTHING || ofThisNode || invocation.global("--api").isPresent()) {
      return Optional.empty();
    }
    return surroundings.wiring().local().flatMap(local -> local.operations().at(spec.path()));
  }

  private Optional<RpcClient> node() throws InterruptedException {
    Optional<String> given = invocation.global("--api");
    if (given.isEmpty()) {
      return ownNode();
    }
    Optional<RpcClient> client = RpcClient.connect(RpcAddress.parse(given.get()));
    if (client.isEmpty()) {
      throw new OperationException(
          Kind.NO_DAEMON, "no node answers at " + given.get() + "; is it running?");
    }
    return client;
  }

  /** The node that runs on the repository; whoever else listens where it did gets no token. */
  private Optional<RpcClient> ownNode() throws InterruptedException {
    Optional<String> address = Repository.apiAddress(repository);
    Optional<RpcClient> client =
        address.isEmpty() ? Optional.empty() : RpcClient.connect(RpcAddress.parse(address.get()));
    if (client.isEmpty() || client.get().knows(Repository.apiToken(repository))) {
      return client;
    }
    client.get().close();
    if (Repository.isHeld(repository)) {
      throw OperationException.refused(
          "a node runs on "
              + repository
              + ", but whoever listens at "
              + address.get()
              + " does not prove to be it, and gets no token; if the file api-token was changed,"
              + " start the node again");
    }
    return Optional.empty();
  }

  private void onRepository(Request request, TimeLimit limit, boolean json)
      throws InterruptedException {
    Optional<OfflineOperations> offline = surroundings.wiring().offline();
    if (spec.needs() != Needs.REPOSITORY && spec.needs() != Needs.NOTHING || offline.isEmpty()) {
      throw new OperationException(Kind.NO_DAEMON, noNode());
    }
    try (OfflineOperations.Opened opened = offline.get().open(repository)) {
      Operations.Operation operation =
          opened
              .operations()
              .at(spec.path())
              .orElseThrow(() -> new OperationException(Kind.NO_DAEMON, noNode()));
      show(request, result(operation, request, limit), json);
    }
  }

  /** As a node answers: a disk that is full is a fault of the operation, not of our output. */
  private static Reply result(Operations.Operation operation, Request request, TimeLimit limit)
      throws InterruptedException {
    try {
      Reply reply = operation.run(request);
      limit.returned(reply);
      return reply;
    } catch (UncheckedIOException e) {
      throw OperationException.failed(
          String.join(" ", operation.spec().words())
              + " failed: "
              + RepositoryException.why(Objects.requireNonNull(e.getCause())));
    }
  }

  private String noNode() {
    String words = String.join(" ", spec.words());
    try {
      Repository.require(repository);
      return words
          + " needs a running node, and none runs on "
          + repository
          + "; start it with: trustnet run";
    } catch (RepositoryException e) {
      return words + " needs a running node: " + e.getMessage();
    }
  }

  private void show(Request request, Reply reply, boolean json) throws InterruptedException {
    try (Progress progress = Progress.start(terminal())) {
      printer(progress).print(request, reply, json);
    }
  }

  private ReplyTarget printer(Progress progress) {
    ReplyPrinter printer = new ReplyPrinter(terminal(), progress);
    return spec.path().equals("key/export")
        ? KeyFile.of(invocation, terminal(), printer)
        : printer::print;
  }

  /** The text of a repository's fault, which is a fault of the command. */
  static OperationException failed(RepositoryException e) {
    return OperationException.failed(String.valueOf(e.getMessage()));
  }
}
