package org.trustnet.bootstrap.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.LinkedHashMap;

/**
 * Connections that have not shown a token yet: few, and not for long, so that whoever has none
 * cannot use up the process's sockets. On the server's one event loop.
 */
final class Doorkeeper {
  /** Connections that may wait; one more takes the place of the one that has waited longest. */
  static final int MAX_WAITING = 256;

  /** How long one may wait. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Duration patience;
  private final LinkedHashMap<HttpConnection, Long> timers = new LinkedHashMap<>();

  Doorkeeper(Vertx vertx, Duration patience) {
    this.vertx = vertx;
    this.patience = patience;
  }

  /** A connection was accepted. */
  void opened(HttpConnection connection) {
    if (timers.size() == MAX_WAITING) {
      turnAway(timers.firstEntry().getKey());
    }
    timers.put(connection, vertx.setTimer(patience.toMillis(), _ -> turnAway(connection)));
  }

  /** A request with a token came: the connection may stay. */
  void admitted(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  private void turnAway(HttpConnection connection) {
    admitted(connection);
    connection.close();
  }
}
