package org.trustnet.bootstrap.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.operation.TimeLimit;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Protocol;
import org.trustnet.trust.store.StoreRefusal;
import org.trustnet.trustdb.DatabaseException;

/** Serves operations over HTTP. */
public final class RpcServer implements AutoCloseable {
  /** Longest request head, in bytes: a URL full of arguments. */
  public static final int MAX_HEAD = 64 * 1_024;

  /** Operations that run at once; more are turned away with 503. */
  public static final int MAX_CALLS = 128;

  /** Bytes of a body that are read and thrown away after a refusal; then it is broken off. */
  static final int MAX_UNWANTED = 256 * 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
  private static final String PREFIX = "/api/v0/";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Listening listening;
  private final HttpServer server;
  private final Operations operations;
  private final RpcGuard guard;
  private final BooleanSupplier ready;
  private final Duration patience;
  private final Doorkeeper doorkeeper;
  private final RunningCalls calls = new RunningCalls();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  private RpcServer(
      Vertx vertx,
      Listening listening,
      Operations operations,
      RpcGuard guard,
      BooleanSupplier ready,
      Duration patience) {
    this.vertx = vertx;
    this.listening = listening;
    this.operations = operations;
    this.guard = guard;
    this.ready = ready;
    this.patience = patience;
    this.server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setMaxInitialLineLength(MAX_HEAD)
                .setMaxHeaderSize(MAX_HEAD)
                .setHttp2ClearTextEnabled(false) // else a silent connection is not even told of
                .setIdleTimeout(0)
                .setDecompressionSupported(false));
    this.doorkeeper = new Doorkeeper(vertx, Doorkeeper.PATIENCE);
    server.connectionHandler(doorkeeper::opened);
    server.requestHandler(this::onRequest);
  }

  /**
   * Starts a server on {@code /ip4|ip6/…/tcp/PORT}, where port 0 is any free one, or on {@code
   * /unix/PATH}: a socket that only its owner may use; one that a dead node left is replaced.
   *
   * @param ready whether the node is ready, for {@code /readyz}
   * @throws IOException naming the address if it cannot be bound
   */
  public static RpcServer start(
      Multiaddr address, Operations operations, RpcGuard guard, BooleanSupplier ready)
      throws IOException {
    return start(address, operations, guard, ready, ReplyWriter.WRITE_TIMEOUT);
  }

  /** One whose readers may leave a piece of their answers unread for {@code patience}. */
  static RpcServer start(
      Multiaddr address,
      Operations operations,
      RpcGuard guard,
      BooleanSupplier ready,
      Duration patience)
      throws IOException {
    Listening listening = Listening.at(address);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
    RpcServer rpc = new RpcServer(vertx, listening, operations, guard, ready, patience);
    try {
      listening.prepare();
      rpc.server
          .listen(listening.socket())
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      listening.protect();
      return rpc;
    } catch (ExecutionException | TimeoutException e) {
      vertx.close();
      String why = e.getCause() == null ? "no answer in time" : e.getCause().getMessage();
      throw new IOException("cannot listen on " + address + " (Addresses.API): " + why, e);
    } catch (IOException e) {
      vertx.close();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      vertx.close();
      throw new IOException("interrupted while starting the RPC", e);
    }
  }

  /** Where it listens, with the port that was given where 0 was asked for. */
  public Multiaddr address(Multiaddr configured) {
    return configured.has(Protocol.UNIX)
        ? configured
        : Multiaddr.tcp(configured.ip().orElseThrow(), server.actualPort());
  }

  private void onRequest(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    Optional<RpcGuard.Refusal> form = RequestForm.judge(request.uri(), request.headers()::getAll);
    if (form.isPresent()) {
      refuse(request, form.get().status(), form.get().message());
      return;
    }
    if (path.equals("/healthz") || path.equals("/readyz")) {
      endSoon(request);
      boolean good = path.equals("/healthz") || ready.getAsBoolean();
      request.response().setStatusCode(good ? 200 : 503).end(good ? "ok\n" : "not ready\n");
      return;
    }
    boolean proof = path.equals(ApiProof.PATH);
    Optional<RpcGuard.Refusal> refusal =
        proof ? guard.judgePlace(head(request)) : guard.judge(head(request));
    if (refusal.isPresent()) {
      refuse(request, refusal.get().status(), refusal.get().message());
      return;
    }
    if (proof) {
      prove(request);
      return;
    }
    doorkeeper.admitted(request.connection());
    if (!HttpMethod.POST.equals(request.method())) {
      refuse(request, 405, "call it with POST");
    } else if (!path.startsWith(PREFIX)) {
      refuse(request, 404, "operations are at " + PREFIX);
    } else {
      call(request, path.substring(PREFIX.length()));
    }
  }

  /** Before the token: the connection stays one that has shown none. */
  private void prove(HttpServerRequest request) {
    String query = request.query() == null ? "" : request.query();
    String nonce = query.startsWith("nonce=") ? query.substring("nonce=".length()) : "";
    if (!HttpMethod.GET.equals(request.method()) || !ApiProof.isNonce(nonce)) {
      String digits = 2 * ApiProof.NONCE_BYTES + " hexadecimal digits";
      refuse(request, 400, "ask with GET " + ApiProof.PATH + "?nonce=" + digits);
      return;
    }
    endSoon(request);
    int port = listening.file().isPresent() ? 0 : server.actualPort();
    request.response().putHeader("Content-Type", "text/plain").end(guard.proof(port, nonce) + "\n");
  }

  private static RpcGuard.Head head(HttpServerRequest request) {
    return new RpcGuard.Head(
        request.path() == null ? "" : request.path(),
        request.authority() == null ? null : request.authority().toString(),
        request.getHeader("Origin"),
        request.getHeader("Referer"),
        request.getHeader("Authorization"));
  }

  private static void refuse(HttpServerRequest request, int status, String message) {
    endSoon(request);
    HttpServerResponse response = request.response();
    response.setStatusCode(status).putHeader("Content-Type", "text/plain").end(message + "\n");
  }

  /** Whose body nobody wants may send the rest of a short one; then the connection is closed. */
  private static void endSoon(HttpServerRequest request) {
    AtomicLong bytes = new AtomicLong(); // on one event loop, but a lambda needs a place
    request.handler(
        piece -> {
          if (bytes.addAndGet(piece.length()) > MAX_UNWANTED) {
            request.connection().close();
          }
        });
  }

  private void call(HttpServerRequest http, String path) {
    Optional<Operations.Operation> operation = operations.at(path);
    if (operation.isEmpty()) {
      refuse(http, 404, "404 page not found: there is no operation " + path);
      return;
    }
    OperationSpec spec = operation.get().spec();
    if (spec.body() != OperationSpec.Body.NONE && !MultipartBody.isIn(http)) {
      refuse(http, 400, spec.path() + " takes files, sent as multipart/form-data");
      return;
    }
    String caller = guard.tokenName(head(http).authorization());
    Optional<String> busy = calls.began(caller);
    if (busy.isPresent()) {
      refuse(http, 503, busy.get());
      return;
    }
    Iterator<Request.Part> files = body(http, spec);
    Thread thread =
        Thread.ofVirtual()
            .name("rpc-" + path)
            .unstarted(() -> run(operation.get(), http, files, caller));
    http.response().exceptionHandler(_ -> callerLeft(http, thread));
    http.connection().closeHandler(_ -> callerLeft(http, thread));
    running.add(thread);
    thread.start();
  }

  /** Who has his whole answer and hangs up breaks nothing off. */
  private static void callerLeft(HttpServerRequest http, Thread thread) {
    if (!http.response().ended()) {
      thread.interrupt();
    }
  }

  private static Iterator<Request.Part> body(HttpServerRequest http, OperationSpec spec) {
    return switch (spec.body()) {
      case NONE -> List.<Request.Part>of().iterator();
      case FILE, FILES -> new MultipartBody(http);
    };
  }

  private void run(
      Operations.Operation operation,
      HttpServerRequest http,
      Iterator<Request.Part> files,
      String caller) {
    String path = operation.spec().path();
    try {
      answer(operation, http, files, caller);
    } catch (CallerGoneException e) {
      LOG.debug("caller of {} is gone: {}", path, e.getMessage());
      hangUp(http);
    } catch (InterruptedException e) {
      LOG.debug("operation {} was broken off", path);
      hangUp(http);
    } catch (RuntimeException e) {
      LOG.error("the answer of {} could not be written", path, e);
      hangUp(http);
    } finally {
      running.remove(Thread.currentThread());
      calls.ended(caller);
    }
  }

  /** Without writing what is left first, as {@code close} of Vert.x does: nobody may read it. */
  private static void hangUp(HttpServerRequest http) {
    try {
      if (http.connection() instanceof ConnectionBase connection) {
        var _ = connection.channelHandlerContext().close();
      } else {
        http.connection().close();
      }
    } catch (RejectedExecutionException e) {
      LOG.trace("the connection ended with the server");
    }
  }

  private void answer(
      Operations.Operation operation,
      HttpServerRequest http,
      Iterator<Request.Part> files,
      String caller)
      throws CallerGoneException, InterruptedException {
    ReplyWriter writer = new ReplyWriter(http.response(), patience);
    try {
      Request request = RpcRequest.read(operation.spec(), http, files, caller);
      TimeLimit.within(
          request.terms().timeLimit(),
          operation.spec().effect(),
          limit -> {
            Reply reply = operation.run(request);
            limit.returned(reply);
            writer.write(reply);
          });
    } catch (OperationException e) {
      writer.writeError(status(e.kind()), e);
    } catch (StoreRefusal | RepositoryException | DatabaseException e) {
      writer.writeError(500, OperationException.failed(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      writer.writeError(500, failed(operation, e));
    } catch (UncheckedIOException e) {
      writer.writeError(500, failed(operation, Objects.requireNonNull(e.getCause())));
    } catch (RuntimeException e) {
      LOG.error("operation {} failed", operation.spec().path(), e);
      writer.writeError(500, OperationException.failed("internal error: " + e));
    }
  }

  /**
   * The answer to an error of input or output that is not the caller's connection's.
   *
   * @throws CallerGoneException if it is
   */
  private static OperationException failed(Operations.Operation operation, IOException fault)
      throws CallerGoneException {
    CallerGoneException gone = CallerGoneException.in(fault);
    if (gone != null) {
      throw gone;
    }
    LOG.warn("operation {} failed: {}", operation.spec().path(), fault.toString());
    return OperationException.failed(
        String.join(" ", operation.spec().words()) + " failed: " + RepositoryException.why(fault));
  }

  private static int status(OperationException.Kind kind) {
    return switch (kind) {
      case USAGE -> 400;
      case FAILED, NOT_FOUND, NO_DAEMON -> 500;
      case REFUSED, NEEDS_YES, NEEDS_KEY -> 403;
    };
  }

  /** Breaks running operations off and stops listening. */
  @Override
  public void close() {
    running.forEach(Thread::interrupt);
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      listening.remove();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | IOException e) {
      LOG.warn("the RPC did not close in order: {}", e.toString());
    }
  }
}
