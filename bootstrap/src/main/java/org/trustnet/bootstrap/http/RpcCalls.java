package org.trustnet.bootstrap.http;

import io.vertx.core.http.HttpServerRequest;
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
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.operation.TimeLimit;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.trust.store.StoreRefusal;
import org.trustnet.trustdb.DatabaseException;

/**
 * Runs the operations that callers call, each on a virtual thread of its own, and writes their
 * answers. Who hangs up breaks his operation off.
 */
final class RpcCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RpcCalls.class);

  private final Duration patience;
  private final RunningCalls counts = new RunningCalls();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /**
   * @param patience how long the reader may leave one piece of an answer unread
   */
  RpcCalls(Duration patience) {
    this.patience = patience;
  }

  /**
   * Begins to run an operation; on the request's event loop.
   *
   * @param caller whose places it takes, see {@link RunningCalls}
   * @return why it is turned away instead, if so: nothing of the request was touched then
   */
  Optional<String> begin(Operations.Operation operation, HttpServerRequest http, String caller) {
    Optional<String> busy = counts.began(caller);
    if (busy.isPresent()) {
      return busy;
    }
    Iterator<Request.Part> files = body(http, operation.spec());
    Thread thread =
        Thread.ofVirtual()
            .name("rpc-" + operation.spec().path())
            .unstarted(() -> run(operation, http, files, caller));
    http.response().exceptionHandler(_ -> callerLeft(http, thread));
    http.connection().closeHandler(_ -> callerLeft(http, thread));
    running.add(thread);
    thread.start();
    return Optional.empty();
  }

  /** Interrupts what runs now. */
  void breakOff() {
    running.forEach(Thread::interrupt);
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
      counts.ended(caller);
    }
  }

  /**
   * Without writing what is left first: nobody may read it. By the connection's class and not by
   * its interface, of which {@code close} and {@code shutdown}, whatever time it is given, both put
   * an empty write behind what is left and close when that is written: in Vert.x 5.2.
   */
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
}
