package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.store.SoftState;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.peers.AddressBookLimits;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Provider;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.testkit.crash.LiveProgram;
import org.trustnet.trustdb.Database;

/**
 * What a node learns of others and keeps for them, records, announcements and addresses: kill -9
 * costs the last 5 s of it.
 */
@Timeout(180)
final class SoftStateCrashTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final Duration MOST_LOST = Duration.ofSeconds(5);
  private static final Duration TELLING = Duration.ofSeconds(8);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final Random random = new Random(77);

  /** What the node was told, and when it had said that it has it. */
  private record Told(Bytes recordKey, Bytes multihash, long nanos) {}

  private Path repository(String name) {
    Path repository = folder.resolve(name);
    NewRepository.create(repository, Profile.TEST, REAL);
    return repository;
  }

  private LiveProgram start(Path repository) throws IOException, InterruptedException {
    LiveProgram program =
        LiveProgram.start(
            NodeProgram.class,
            Files.createTempDirectory(folder, "scratch-"),
            repository.toString());
    program.awaitLine("ready");
    return program;
  }

  private static String said(LiveProgram program, String beginning) throws InterruptedException {
    return program.awaitLine(beginning).substring(beginning.length());
  }

  private static void succeeds(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode())
        .describedAs(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
  }

  /** Tells the peers of {@code teller} of a record and of a block that it provides. */
  private Told tell(RpcCalls teller) throws IOException, InterruptedException {
    PrivateKey key = Keys.generate(KeyType.ED25519, random);
    Bytes content = key.peerId().encode();
    Block block = Block.hashing(1, 0x55, content);
    succeeds(teller.call("block/put", content));
    succeeds(teller.call("routing/provide?" + RpcCalls.query("arg", block.cid().toString())));
    Bytes record =
        IpnsRecords.create(
                key,
                new RecordContent(
                    Bytes.utf8("/ipfs/" + block.cid()),
                    1,
                    REAL.wall().instant().plus(Duration.ofDays(2)),
                    Duration.ZERO),
                Compatibility.V1_AND_V2)
            .bytes();
    succeeds(
        teller.call(
            "routing/put?" + RpcCalls.query("arg", "/ipns/" + key.peerId().toName()), record));
    return new Told(
        RoutingKey.record(key.peerId()), block.cid().hash().encode(), REAL.nanos().getAsLong());
  }

  /** Connects, and waits until the other is somebody who can be told. */
  private void introduce(RpcCalls teller, String address) throws Exception {
    succeeds(teller.call("swarm/connect?" + RpcCalls.query("arg", address)));
    Bytes content = Bytes.utf8("first");
    succeeds(teller.call("block/put", content));
    String provide =
        "routing/provide?"
            + RpcCalls.query("arg", Block.hashing(1, 0x55, content).cid().toString());
    long until = REAL.nanos().getAsLong() + PATIENCE.toNanos();
    while (teller.call(provide).statusCode() != 200) {
      assertThat(REAL.nanos().getAsLong() - until).describedAs("no peer takes it").isNegative();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Test
  void aKilledNodeLosesTheLastSecondsOfWhatItLearntAndStartsWithTheRest() throws Exception {
    Path killed = repository("killed");
    Path other = repository("other");
    List<Told> told = new ArrayList<>();
    long longestStall = 0;
    long killedAt;
    String teller;
    try (LiveProgram program = start(killed);
        Node node = Node.start(other, Map.of(), REAL, _ -> {});
        RpcCalls rpc = new RpcCalls(node.api(), other)) {
      teller = node.peer().toString();
      introduce(rpc, said(program, "listening on ") + "/p2p/" + said(program, "peer ID "));
      long begun = REAL.nanos().getAsLong();
      long last = begun;
      while (last - begun < TELLING.toNanos()) {
        told.add(tell(rpc));
        LockSupport.parkNanos(PAUSE.toNanos());
        longestStall = Math.max(longestStall, REAL.nanos().getAsLong() - last);
        last = REAL.nanos().getAsLong();
      }
      killedAt = REAL.nanos().getAsLong();
      program.kill();
      program.awaitEnd(PATIENCE);
    }
    // What held this process up held the other up too: not the node's, but the machine's seconds.
    long deadline = killedAt - MOST_LOST.toNanos() - longestStall;
    List<Told> due = told.stream().filter(one -> one.nanos() - deadline <= 0).toList();
    assertThat(due).describedAs("told in time, of %d", told.size()).isNotEmpty();
    isThere(killed, due, teller);
    startsWith(killed, teller);
  }

  private static void isThere(Path repository, List<Told> due, String teller) {
    Instant now = REAL.wall().instant();
    MemoryAddressBook book = new MemoryAddressBook(AddressBookLimits.defaults(), REAL.wall());
    MemoryRecordStore records =
        new MemoryRecordStore(
            Keys.generate(KeyType.ED25519, new Random(1)).peerId(),
            RecordLimits.DEFAULT,
            RecordChanges.ignored());
    try (Database database = NodeDatabase.open(repository.resolve("db"))) {
      SoftState soft = new SoftState(database);
      soft.load(records, now);
      soft.follow(book);
    }
    for (Told one : due) {
      assertThat(records.value(one.recordKey(), now)).isPresent();
      assertThat(records.providers(one.multihash(), now))
          .extracting(Provider::peer)
          .map(Object::toString)
          .containsExactly(teller);
    }
    assertThat(book.snapshot()).map(peer -> peer.peer().toString()).contains(teller);
  }

  private void startsWith(Path repository, String teller) throws Exception {
    try (Node node = Node.start(repository, Map.of(), REAL, _ -> {});
        RpcCalls rpc = new RpcCalls(node.api(), repository)) {
      HttpResponse<byte[]> known = rpc.call("swarm/addrs");
      succeeds(known);
      assertThat(new String(known.body(), StandardCharsets.UTF_8)).contains(teller);
    }
  }
}
