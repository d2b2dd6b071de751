package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.interop.PeerProgram.Stack;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.unixfs.FileImporter;
import org.trustnet.ipns.unixfs.ImportConfig;
import org.trustnet.libp2p.node.HostConfig.Security;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import tools.jackson.databind.JsonNode;

/**
 * A peer on go-libp2p that says it has every block and sends other bytes: what our node gives out
 * is right or an error, and the wrong bytes are nowhere.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class WrongBlocksInteropTest {
  private static final int CHUNK = 20_000;
  private static final Bytes CONTENT = random(1, 60 * CHUNK);
  private static final Bytes LIE = random(2, CHUNK);

  @TempDir private Path folder;
  private final List<Block> blocks = new ArrayList<>();
  private final List<PeerProgram> programs = new ArrayList<>();
  private PeerProgram liar;
  private PeerProgram honest;
  private OurProgram ours;
  private Cid root;

  private static Bytes random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private PeerProgram program() {
    PeerProgram started = PeerProgram.start(Stack.GO, Security.NOISE, "--max-seconds", "230");
    programs.add(started);
    return started;
  }

  @BeforeEach
  void connectTheLiar() throws Exception {
    liar = program();
    honest = program();
    ImportConfig config = new ImportConfig(1, ImportConfig.Leaves.RAW, CHUNK, 174);
    root =
        new FileImporter(config, blocks::add)
            .add(new ByteArrayInputStream(CONTENT.toArray()))
            .cid();
    liar.ask("bitswap-serve", "block", PeerProgram.base64(LIE), "corrupt", true);
    ours = new OurProgram(folder.resolve("repository"));
    ours.run("config", "set", "Bitswap.Serve", "all");
    ours.start().run("swarm", "connect", liar.address());
  }

  @AfterEach
  void end() {
    programs.forEach(PeerProgram::close);
    if (ours != null) {
      ours.close();
    }
  }

  private static void serve(PeerProgram program, Block block) {
    String codec = block.cid().codec() == Cid.RAW ? "raw" : "dag-pb";
    String block64 = PeerProgram.base64(block.data());
    assertThat(program.ask("bitswap-serve", "block", block64, "codec", codec).get("cid").asString())
        .isEqualTo(block.cid().toString());
  }

  private void awaitALie() {
    liar.event("bitswap-lie", event -> event.get("want").asString().equals("Block"));
  }

  /** The bytes that the liar sends: the first bit of those given is turned. */
  private static Bytes sent() {
    byte[] wrong = LIE.toArray();
    wrong[0] ^= 1;
    return Bytes.wrap(wrong);
  }

  private List<Bytes> stored() throws IOException {
    try (Stream<Path> all = Files.walk(ours.blocks())) {
      List<Bytes> stored = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        stored.add(Bytes.wrap(Files.readAllBytes(file)));
      }
      return stored;
    }
  }

  @Test
  void theContentIsRightWhenAnHonestPeerHasItToo() throws Exception {
    blocks.forEach(block -> serve(honest, block));
    Path out = folder.resolve("out");
    CompletableFuture<Path> cat =
        CompletableFuture.supplyAsync(() -> cat(out), Thread::startVirtualThread);
    awaitALie();
    ours.run("swarm", "connect", honest.address());

    assertThat(Bytes.wrap(Files.readAllBytes(cat.join()))).isEqualTo(CONTENT);
    assertThat(stored())
        .as("every block and nothing else")
        .containsExactlyInAnyOrderElementsOf(blocks.stream().map(Block::data).toList());

    PeerProgram reader = program();
    reader.ask("connect", "addr", ours.address());
    JsonNode read = reader.ask("bitswap-get", "cid", root.toString(), "file", true);
    assertThat(read.get("bytes").asInt()).isEqualTo(CONTENT.length());
    String wrong = Block.hashing(1, Cid.RAW, sent()).cid().toString();
    assertThatExceptionOfType(PeerProgram.Refusal.class)
        .as("we do not serve the lie under its own name either")
        .isThrownBy(() -> reader.ask("bitswap-get", "cid", wrong, "seconds", 4));
  }

  private Path cat(Path out) {
    try {
      return ours.cat(root.toString(), out);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theReaderIsToldWhenOnlyTheLiarHasTheRest() throws Exception {
    Block rootBlock = blocks.getLast();
    serve(honest, rootBlock);
    ours.run("swarm", "connect", honest.address());

    TrustnetProgram.Result failed = ours.result("cat", root.toString());
    assertThat(failed.exit()).isNotZero();
    assertThat(failed.out())
        .contains("nobody sent the block " + blocks.getFirst().cid() + " in time")
        .doesNotContain("Exception");
    assertThat(stored()).containsExactly(rootBlock.data());
    awaitALie();
    assertThat(liar.count("bitswap-lie", event -> event.get("want").asString().equals("Block")))
        .as("the root and each block of the look-ahead at most once, and nothing after that")
        .isBetween(1, BlockSource.MAX_SOON + 1);
    assertThat(ours.run("id")).as("the node goes on").contains("12D3");
  }
}
