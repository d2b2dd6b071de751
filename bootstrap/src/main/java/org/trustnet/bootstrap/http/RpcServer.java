package org.trustnet.bootstrap.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Protocol;

/**
 * Serves operations over HTTP: listens, and judges each request. {@link RpcCalls} runs what they
 * call.
 */
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
  private final Doorkeeper doorkeeper;
  private final RpcCalls calls;

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
    this.calls = new RpcCalls(patience);
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
    Optional<String> busy = calls.begin(operation.get(), http, caller);
    if (busy.isPresent()) {
      refuse(http, 503, busy.get());
    }
  }

  /** Breaks running operations off and stops listening. */
  @Override
  public void close() {
    calls.breakOff();
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
