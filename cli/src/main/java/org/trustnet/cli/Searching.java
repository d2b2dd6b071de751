package org.trustnet.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.cli.client.RpcClient;

/**
 * Says what a command that waits for blocks waits for, by asking the node on a second connection.
 */
final class Searching {
  private static final Set<String> READING =
      Set.of("cat", "block/get", "block/stat", "file/show", "name/publish");

  /** Opens a connection to the node; empty if it is gone. */
  interface Node {
    Optional<RpcClient> connect() throws InterruptedException;
  }

  private final Request request;
  private final Node node;
  private final String token;

  Searching(Request request, Node node, String token) {
    this.request = request;
    this.node = node;
    this.token = token;
  }

  /** One line; empty if there is nothing to say. */
  String told() {
    if (!READING.contains(request.spec().path())) {
      return "";
    }
    try {
      Optional<RpcClient> connected = node.connect();
      if (connected.isEmpty()) {
        return "";
      }
      try (RpcClient client = connected.get()) {
        return told(client.call(question(), token));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } catch (OperationException e) {
      return ""; // the command itself tells what is wrong with the node
    }
  }

  private Request question() {
    Iterator<Request.Part> nothing = List.<Request.Part>of().iterator();
    return new Request(ContentCommands.WANTLIST, List.of(), Map.of(), nothing, request.caller());
  }

  private String told(Reply reply) {
    if (!(reply instanceof Reply.Document(Map<?, ?> answer))
        || !(answer.get("Keys") instanceof List<?> keys)) {
      return "";
    }
    Optional<Map<?, ?>> found = Optional.empty();
    for (Object key : keys) {
      if (key instanceof Map<?, ?> want && (found.isEmpty() || isAskedFor(want))) {
        found = Optional.of(want);
      }
    }
    return found
        .map(
            want ->
                "looking for providers of " + want.get("/") + ", peers asked: " + want.get("Asked"))
        .orElse("");
  }

  private boolean isAskedFor(Map<?, ?> want) {
    return request.arguments().stream().anyMatch(a -> a.contains(String.valueOf(want.get("/"))));
  }
}
