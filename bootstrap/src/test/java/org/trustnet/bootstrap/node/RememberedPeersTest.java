package org.trustnet.bootstrap.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;

/** A node that was off for long, and knows nobody but whom it met before. */
@Timeout(120)
final class RememberedPeersTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final Duration PAUSE = Duration.ofMillis(50);

  @TempDir private Path folder;
  private volatile Duration off = Duration.ZERO;

  private Node node(String name) throws Exception {
    Surroundings later =
        new Surroundings(() -> REAL.wall().instant().plus(off), REAL.nanos(), REAL.random());
    return Node.start(folder.resolve(name), Map.of(), later, _ -> {});
  }

  private String call(Node node, String name, String request) throws Exception {
    try (RpcCalls rpc = new RpcCalls(node.api(), folder.resolve(name))) {
      return new String(rpc.call(request).body(), StandardCharsets.UTF_8);
    }
  }

  private void eventually(Node node, String request, String expected) throws Exception {
    while (!call(node, "one", request).contains(expected)) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Test
  void findsBackByAPeerThatItReachedTwentyDaysAgo() throws Exception {
    NewRepository.create(folder.resolve("one"), Profile.TEST, REAL);
    NewRepository.create(folder.resolve("other"), Profile.TEST, REAL);
    try (Node other = node("other")) {
      String peer = other.peer().toString();
      try (Node one = node("one")) {
        String address = other.addresses().getFirst().toString();
        call(one, "one", "swarm/connect?" + RpcCalls.query("arg", address));
        eventually(one, "swarm/addrs", address.substring(0, address.indexOf("/p2p/")));
      }
      off = Duration.ofDays(20);

      try (Node one = node("one")) {
        eventually(one, "swarm/peers", peer);
      }
    }
  }
}
