package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.multiformats.Bytes;

/** What is kept is announced to the DHT by every run of a node. */
@Timeout(180)
final class AnnouncedAgainTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Bytes CONTENT = Bytes.utf8("kept by a run before");

  @TempDir private Path folder;

  private Path repository(String name) {
    NewRepository.create(folder.resolve(name), Profile.TEST, REAL);
    return folder.resolve(name);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void whatAnEarlierRunKeptIsAnnouncedToTheFirstPeerOfTheNext() throws Exception {
    Path keeper = repository("keeper");
    try (Node alone = Node.start(keeper, Map.of(), REAL, _ -> {});
        RpcCalls rpc = new RpcCalls(alone.api(), keeper)) {
      assertThat(text(rpc.call("block/put", CONTENT))).contains("Key");
    }
    Path other = repository("other");
    String root = Block.hashing(1, 0x55, CONTENT).cid().toString();
    try (Node next = Node.start(keeper, Map.of(), REAL, _ -> {});
        Node asked = Node.start(other, Map.of(), REAL, _ -> {});
        RpcCalls rpc = new RpcCalls(asked.api(), other)) {
      String connect = "swarm/connect?" + RpcCalls.query("arg", next.addresses().getFirst() + "");
      assertThat(rpc.call(connect).statusCode()).isEqualTo(200);

      String search = "routing/findprovs?" + RpcCalls.query("arg", root);
      long begun = REAL.nanos().getAsLong();
      String found = text(rpc.call(search));
      while (!found.contains(next.peer().toString())
          && REAL.nanos().getAsLong() - begun < PATIENCE.toNanos()) {
        LockSupport.parkNanos(PAUSE.toNanos());
        found = text(rpc.call(search));
      }
      assertThat(found).contains("\"Type\":4", next.peer().toString());
    }
  }
}
