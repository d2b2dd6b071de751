package org.trustnet.bootstrap.answers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationException.Kind;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;

/**
 * The operations of a node that by its configuration takes no part in the DHT: those that need it
 * say so, instead of that no peer is there or nothing was found.
 */
public final class RoutingOff {
  private static final String KEY = ConfigKeys.ROUTING_TYPE.path();

  /** Why, and what to do. */
  static final String WHY =
      "routing is off: %s is none in the configuration; trustnet config set %s auto, and start the node again"
          .formatted(KEY, KEY);

  /** They are nothing without the DHT. */
  private static final String NEED = "routing/";

  /** They go on without it, with what is here and with connected peers, and may fail for it. */
  private static final Set<String> USE =
      Set.of(
          "name/resolve", "name/get", "name/put", "trust/refresh", "id", "ping", "swarm/connect");

  /** They store, and announce what they stored. */
  private static final Set<String> ANNOUNCE = Set.of("publish", "name/publish");

  private RoutingOff() {}

  /** The same operations, which tell that routing is off where that is the reason. */
  public static Operations over(Operations all) {
    Operations told = new Operations();
    for (Operations.Operation one : all.all()) {
      told.add(one.spec(), handler(one.spec().path(), one.handler()));
    }
    return told;
  }

  private static Operations.Handler handler(String path, Operations.Handler handler) {
    if (path.startsWith(NEED)) {
      return _ -> {
        throw OperationException.failed(WHY);
      };
    }
    if (ANNOUNCE.contains(path)) {
      return request -> announced(handler.run(request));
    }
    return USE.contains(path)
        ? request -> addressed(request) ? handler.run(request) : reasoned(handler, request)
        : handler;
  }

  /** Whether nobody has to be looked for, as every peer is named with an address. */
  private static boolean addressed(Request request) {
    return request.spec().path().equals("swarm/connect")
        && request.arguments().stream()
            .allMatch(peer -> !Arguments.peerAddress(peer).addresses().isEmpty());
  }

  private static Reply reasoned(Operations.Handler handler, Request request)
      throws InterruptedException {
    try {
      Reply reply = handler.run(request);
      return reply instanceof Reply.Rows rows ? Reply.rows(out -> reasoned(rows, out)) : reply;
    } catch (OperationException e) {
      throw reasoned(e);
    }
  }

  private static void reasoned(Reply.Rows rows, Consumer<Object> out) throws InterruptedException {
    try {
      rows.writeTo(out);
    } catch (OperationException e) {
      throw reasoned(e);
    }
  }

  /** What was not found or reached may be there, and is only not looked for. */
  private static OperationException reasoned(OperationException e) {
    if (e.kind() != Kind.FAILED && e.kind() != Kind.NOT_FOUND) {
      return e;
    }
    List<String> details = new ArrayList<>(e.details());
    details.add(WHY);
    return new OperationException(e.kind(), String.valueOf(e.getMessage()), details);
  }

  private static Reply announced(Reply reply) {
    if (!(reply instanceof Reply.Document(Map<?, ?> answer))
        || !Integer.valueOf(0).equals(answer.get("Announced"))) {
      return reply;
    }
    Map<Object, Object> told = new LinkedHashMap<>(answer);
    told.put("Message", "stored, and announced to nobody: " + WHY);
    return Reply.document(told);
  }
}
