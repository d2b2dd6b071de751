package org.trustnet.bootstrap.node;

import static org.trustnet.bootstrap.node.OperationCases.Effect.BOTH;
import static org.trustnet.bootstrap.node.OperationCases.Effect.DATABASE;
import static org.trustnet.bootstrap.node.OperationCases.Effect.FILES;
import static org.trustnet.bootstrap.node.OperationCases.Effect.NOTHING;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.trustnet.bootstrap.commands.BootstrapCommands;
import org.trustnet.bootstrap.commands.ConfigCommands;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.commands.FileCommands;
import org.trustnet.bootstrap.commands.KeyCommands;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.commands.NodeCommands;
import org.trustnet.bootstrap.commands.PublishCommands;
import org.trustnet.bootstrap.commands.RoutingCommands;
import org.trustnet.bootstrap.commands.SwarmCommands;
import org.trustnet.bootstrap.commands.TrustCommands;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.trust.Samples;
import org.trustnet.trust.file.TrustFileWriter;

/**
 * A story that calls every operation of a node without peers, each with what it must have written
 * when it answers.
 */
final class OperationCases {
  /** What is on disk, and not only in the caches of the system, when the answer comes. */
  enum Effect {
    /** A change of the database: its write-ahead log was synced. */
    DATABASE,
    /** Files and the names in their folders: both were synced. */
    FILES,
    /** Blocks as {@link #FILES}, and their root as {@link #DATABASE}. */
    BOTH,
    /** Nothing: it only reads, or tells peers, or what is learnt may be lost with the machine. */
    NOTHING
  }

  /**
   * One call.
   *
   * @param call path and query
   * @param body a file that goes with it; empty for none
   * @param needsPeers whether it fails on a node that is alone
   */
  record Case(OperationSpec spec, Effect effect, String call, Bytes body, boolean needsPeers) {
    @Override
    public String toString() {
      return call;
    }
  }

  /** The label of an entry with a file that is there before the story begins. */
  static final String LISTED = "acme";

  private static final PrivateKey STRANGER = Keys.generate(KeyType.ED25519, new Random(1));
  private static final String PEER = Samples.peer("fra").toString();
  private static final String ADDRESS = "/ip4/127.0.0.1/tcp/1/p2p/" + Samples.peer("muc");
  private static final String NAME = STRANGER.peerId().toName();
  private static final Bytes BLOCK = Bytes.utf8("a block");
  private static final String CID = Block.hashing(1, 0x55, BLOCK).cid().toString();
  private static final Bytes LIST = TrustFileWriter.write(Samples.file(Samples.node("fra")));

  private final List<Case> cases = new ArrayList<>();
  private final Bytes record;

  private OperationCases(Instant now) {
    this.record =
        IpnsRecords.create(
                STRANGER,
                new RecordContent(
                    Bytes.utf8("/ipfs/" + CID), 1, now.plus(Duration.ofDays(2)), Duration.ZERO),
                Compatibility.V1_AND_V2)
            .bytes();
  }

  static List<Case> all(Instant now) {
    OperationCases story = new OperationCases(now);
    story.node();
    story.files();
    story.entries();
    story.peers();
    story.names();
    story.end();
    return List.copyOf(story.cases);
  }

  /** Arguments are those without {@code =}. */
  private static String call(OperationSpec spec, String... words) {
    List<String> parts = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      parts.add(
          equals < 0
              ? RpcCalls.query("arg", word)
              : RpcCalls.query(word.substring(0, equals), word.substring(equals + 1)));
    }
    return parts.isEmpty() ? spec.path() : spec.path() + "?" + String.join("&", parts);
  }

  private void add(Effect effect, OperationSpec spec, String... words) {
    cases.add(new Case(spec, effect, call(spec, words), Bytes.empty(), false));
  }

  private void with(Bytes body, Effect effect, OperationSpec spec, String... words) {
    cases.add(new Case(spec, effect, call(spec, words), body, false));
  }

  /** One that finds nobody to talk to, or nothing. */
  private void alone(Effect effect, OperationSpec spec, String... words) {
    cases.add(new Case(spec, effect, call(spec, words), Bytes.empty(), true));
  }

  private void node() {
    add(NOTHING, NodeCommands.ID);
    add(NOTHING, NodeCommands.VERSION);
    alone(NOTHING, NodeCommands.PING, PEER, "count=1");
    add(NOTHING, ConfigCommands.SHOW);
    add(NOTHING, ConfigCommands.GET, "Swarm.ConnMgr.HighWater");
    add(NOTHING, ConfigCommands.CHECK);
    add(FILES, ConfigCommands.SET, "Swarm.ConnMgr.HighWater", "800");
  }

  private void files() {
    with(BLOCK, BOTH, ContentCommands.ADD);
    with(BLOCK, NOTHING, ContentCommands.ADD, "only-hash=true");
    with(BLOCK, BOTH, ContentCommands.BLOCK_PUT);
    add(NOTHING, ContentCommands.BLOCK_GET, CID);
    add(NOTHING, ContentCommands.BLOCK_STAT, CID);
    add(NOTHING, ContentCommands.CAT, "/ipfs/" + CID);
    add(NOTHING, FileCommands.NEW);
    with(LIST, NOTHING, FileCommands.VALIDATE);
    add(FILES, KeyCommands.GEN, "one");
    with(STRANGER.encode(), FILES, KeyCommands.IMPORT, "two");
    add(NOTHING, KeyCommands.LS);
    add(NOTHING, KeyCommands.LIST);
    add(NOTHING, KeyCommands.EXPORT, "one");
    add(FILES, KeyCommands.RENAME, "one", "three");
    add(FILES, KeyCommands.RM, "three");
  }

  private void entries() {
    add(DATABASE, TrustCommands.ADD, "/p2p/" + PEER, "level=trusted", "label=fra", "yes=true");
    add(NOTHING, TrustCommands.ADD, "/p2p/" + Samples.peer("dry"), "level=trusted", "dry-run=true");
    add(NOTHING, TrustCommands.LS);
    add(NOTHING, TrustCommands.SHOW, "fra");
    add(NOTHING, TrustCommands.EXPLAIN, PEER);
    add(NOTHING, TrustCommands.PEERS);
    add(DATABASE, TrustCommands.LEVEL, "fra", "advanced", "yes=true");
    add(DATABASE, TrustCommands.ALLOW, "fra", "bootstrap", "yes=true");
    add(DATABASE, TrustCommands.DENY, "fra", "bootstrap");
    add(DATABASE, TrustCommands.UNSET, "fra", "bootstrap", "yes=true");
    add(DATABASE, TrustCommands.SUSPEND, "fra");
    add(DATABASE, TrustCommands.RESUME, "fra", "yes=true");
    add(DATABASE, TrustCommands.RENEW, "fra", "yes=true");
    add(DATABASE, TrustCommands.ACCEPT, LISTED, "yes=true");
    add(NOTHING, TrustCommands.MATRIX);
    add(DATABASE, TrustCommands.MATRIX, "set", "bootstrap", "advanced", "yes=true");
    add(DATABASE, TrustCommands.MATRIX, "reset", "yes=true");
    add(DATABASE, TrustCommands.BLOCK, "/p2p/" + Samples.peer("bad"));
    add(DATABASE, TrustCommands.UNBLOCK, "/p2p/" + Samples.peer("bad"), "yes=true");
    add(DATABASE, TrustCommands.RM, "fra", "yes=true");
    add(NOTHING, TrustCommands.LOG);
    add(DATABASE, TrustCommands.LOG_PRUNE, "before=2026-01-01T00:00:00Z", "yes=true");
  }

  private void peers() {
    add(DATABASE, BootstrapCommands.ADD, ADDRESS, "yes=true");
    add(NOTHING, BootstrapCommands.ALONE);
    add(NOTHING, BootstrapCommands.LS);
    add(NOTHING, BootstrapCommands.LIST);
    add(DATABASE, BootstrapCommands.RM, ADDRESS);
    add(DATABASE, BootstrapCommands.RM_ALL);
    add(DATABASE, SwarmCommands.PEERING_ADD, ADDRESS, "yes=true");
    add(NOTHING, SwarmCommands.PEERING_LS);
    add(DATABASE, SwarmCommands.PEERING_RM, Samples.peer("muc").toString());
    add(NOTHING, SwarmCommands.PEERS);
    alone(NOTHING, SwarmCommands.CONNECT, ADDRESS);
    alone(NOTHING, SwarmCommands.DISCONNECT, ADDRESS);
    add(NOTHING, SwarmCommands.ADDRS);
    add(NOTHING, SwarmCommands.ADDRS_LOCAL);
    add(NOTHING, SwarmCommands.ADDRS_LISTEN);
  }

  private void names() {
    with(LIST, BOTH, PublishCommands.PUBLISH);
    add(NOTHING, PublishCommands.LS);
    alone(NOTHING, PublishCommands.STATUS, "self");
    add(FILES, NameCommands.PUBLISH, "/ipfs/" + CID, "key=two", "allow-offline=true");
    alone(NOTHING, NameCommands.RESOLVE, NAME);
    with(record, NOTHING, NameCommands.INSPECT);
    with(record, NOTHING, NameCommands.PUT, NAME, "allow-offline=true");
    alone(NOTHING, NameCommands.GET, NAME);
    alone(NOTHING, FileCommands.SHOW, CID);
    with(record, NOTHING, RoutingCommands.PUT, "/ipns/" + NAME, "allow-offline=true");
    alone(NOTHING, RoutingCommands.GET, "/ipns/" + NAME);
    alone(NOTHING, RoutingCommands.PROVIDE, CID);
    alone(NOTHING, RoutingCommands.FINDPEER, PEER);
    add(NOTHING, RoutingCommands.FINDPROVS, CID);
  }

  private void end() {
    alone(DATABASE, TrustCommands.REFRESH, LISTED);
    add(NOTHING, NodeCommands.SHUTDOWN);
  }
}
