package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.unixfs.FileImporter;
import org.trustnet.ipns.unixfs.ImportConfig;

/**
 * Files and directories as the running Kubo writes them: the same CIDs for the same bytes, at every
 * size where the tree takes another shape, and its directories read through our node.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KuboFilesInteropTest {
  private static final int CHUNK = ImportConfig.DEFAULT_CHUNK_BYTES;
  private static final int LINKS = ImportConfig.DEFAULT_LINKS_PER_NODE;

  /** The bytes 0 to 250 over and over: no chunk is the same as the one before. */
  private static final int PERIOD = 251;

  @TempDir static Path folder;

  private static KuboDaemon kubo;
  private static RpcNode node;
  private static KuboCli ours;

  @BeforeAll
  static void connect() throws IOException {
    kubo = KuboDaemon.start(new KuboDaemon.Settings());
    node = RpcNode.start();
    ours = new KuboCli(folder, node.api());
    kubo.ipfs("swarm", "connect", node.address()).require();
  }

  @AfterAll
  static void stop() throws IOException {
    if (node != null) {
      node.close();
    }
    if (kubo != null) {
      kubo.close();
    }
  }

  private static Path pattern(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % PERIOD);
    }
    return Files.write(folder.resolve("pattern-" + length), bytes);
  }

  private static List<String> options(String options) {
    return Stream.of(options.split(" ")).filter(option -> !option.isEmpty()).toList();
  }

  /** Sizes of protocols.md, section 22; the three-level tree is below. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, LINKS * CHUNK, (LINKS + 1) * CHUNK})
  void givesEveryFileTheCidThatKuboGives(int length) throws IOException {
    Path file = pattern(length);
    for (String options :
        List.of(
            "",
            "--cid-version=0",
            "--raw-leaves",
            "--cid-version=1",
            "--cid-version=1 --raw-leaves=false")) {
      List<String> command = new ArrayList<>(List.of("add", "-n", "-Q"));
      command.addAll(options(options));
      command.add(file.toString());
      String[] add = command.toArray(String[]::new);

      assertThat(ours.run(add).text()).as(options).isEqualTo(kubo.ipfs(add).require().strip());
    }
  }

  /** With chunks of 16 bytes: with Kubo's own it would take 8 GB. */
  @ParameterizedTest
  @CsvSource({"0, DAG_PB", "0, RAW", "1, RAW", "1, DAG_PB"})
  void givesThreeLevelsTheCidThatKuboGives(int version, ImportConfig.Leaves leaves)
      throws IOException {
    int chunk = 16;
    for (int chunks : new int[] {LINKS * LINKS, LINKS * LINKS + 1}) {
      Path file = pattern(chunks * chunk);
      ImportConfig config = new ImportConfig(version, leaves, chunk, LINKS);
      String cid =
          new FileImporter(config, BlockSink.discarding())
              .add(new ByteArrayInputStream(Files.readAllBytes(file)))
              .cid()
              .toString();

      String[] add = {
        "add",
        "-n",
        "-Q",
        "--chunker=size-" + chunk,
        "--cid-version=" + version,
        "--raw-leaves=" + (leaves == ImportConfig.Leaves.RAW),
        file.toString()
      };
      assertThat(cid).isEqualTo(kubo.ipfs(add).require().strip());
    }
  }

  /** How Kubo wrote a directory. */
  enum Shape {
    PLAIN,
    SHARDED
  }

  private static Path tree(int entries) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree-" + entries));
    for (int i = 0; i < entries; i++) {
      Files.writeString(tree.resolve("entry " + i + ".txt"), "file " + i);
    }
    Files.createDirectories(tree.resolve("deep/er"));
    Files.writeString(tree.resolve("deep/er/ä.txt"), "far down");
    Files.writeString(tree.resolve("empty"), "");
    return tree;
  }

  @ParameterizedTest
  @CsvSource({
    "20,  PLAIN,   --cid-version=0",
    "20,  PLAIN,   --cid-version=1",
    "300, SHARDED, --max-directory-links=100",
    "300, SHARDED, --max-directory-links=100 --max-hamt-fanout=8 --cid-version=1",
    "300, SHARDED, --max-directory-links=100 --max-hamt-fanout=1024"
  })
  void readsTheDirectoriesThatKuboWrites(int entries, Shape shape, String options)
      throws IOException {
    List<String> add = new ArrayList<>(List.of("add", "-r", "-Q"));
    add.addAll(options(options));
    add.add(tree(entries).toString());
    String root = kubo.ipfs(add.toArray(String[]::new)).require().strip();
    boolean plain = kubo.ipfs("dag", "get", root).require().contains("\"Name\":\"entry 1.txt\"");
    assertThat(plain ? Shape.PLAIN : Shape.SHARDED).isEqualTo(shape);

    for (int i = 0; i < entries; i += 19) {
      assertThat(ours.run("cat", root + "/entry " + i + ".txt").text()).isEqualTo("file " + i);
    }
    assertThat(ours.run("cat", root + "/deep/er/ä.txt").text()).isEqualTo("far down");
    assertThat(ours.run("cat", root + "/empty").bytes().length()).isZero();
    KuboCli.Output missing = ours.run("cat", root + "/entry " + entries + ".txt");
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("no link named \"entry " + entries + ".txt\"");
  }
}
