package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Varint;

class ContentAnswersTest {
  /** What Kubo 0.43.0 answers for the three bytes {@code hi\n}, alone and in a folder. */
  private static final String HI = "QmZLRFWaz9Kypt2ACNMDzA5uzACDRiCqwdkNSP1UZsu56D";

  private static final String HI_IN_FOLDER = "Qmc1wbYHpD6bhevMSoq8Nony8mqSJ7P1MrkMSZPgtDCZJu";
  private static final String HI_TWO_DEEP = "Qmaw6F6wrsADuhGRLQ7qHa6RvcEe9LQ2smxwGuFVcn21NL";
  private static final String HI_BLOCK =
      "bafkreiey5jxe6ilpf62lnh77tm5ejbbmhbugzjuf6p2v3remlu73ced34q";

  @TempDir Path folder;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  private TestNode.Call add(Map<String, String> options) {
    return node.call(ContentCommands.ADD, options);
  }

  private static Map<String, Object> row(String name, String hash, String size) {
    return Map.of("Name", name, "Hash", hash, "Size", size);
  }

  @Test
  void addsAFileAndKeepsIt() {
    assertThat(add(Map.of()).file("f.txt", "hi\n").rows()).containsExactly(row("f.txt", HI, "11"));

    assertThat(node.content.store().retention(Cid.parse(HI))).contains(Retention.KEPT);
    assertThat(node.call(ContentCommands.CAT, HI).bytes()).isEqualTo(Bytes.utf8("hi\n"));
  }

  @Test
  void namesStandardInputByItsHash() {
    assertThat(add(Map.of()).file("", "hi\n").rows()).containsExactly(row(HI, HI, "11"));
  }

  @Test
  void addsFoldersAfterWhatIsInThem() {
    assertThat(add(Map.of("recursive", "true")).folder("d").file("d/f.txt", "hi\n").rows())
        .extracting(row -> row.get("Name") + " " + row.get("Hash"))
        .containsExactly("d/f.txt " + HI, "d " + HI_IN_FOLDER);
  }

  @Test
  void wrapsAllInOneFolder() {
    Map<String, String> options = Map.of("recursive", "true", "wrap-with-directory", "true");

    assertThat(add(options).folder("d").file("d/f.txt", "hi\n").rows())
        .extracting(row -> row.get("Name") + " " + row.get("Hash"))
        .containsExactly("d/f.txt " + HI, "d " + HI_IN_FOLDER, " " + HI_TWO_DEEP);
    assertThat(add(Map.of("wrap-with-directory", "true")).file("f.txt", "hi\n").rows())
        .extracting(row -> row.get("Hash"))
        .containsExactly(HI, HI_IN_FOLDER);
  }

  @Test
  void addsSymbolicLinksAsLinks() {
    Map<String, String> options = Map.of("recursive", "true");
    List<Map<String, Object>> rows =
        add(options).folder("d").file("d/a.txt", "hello\n").symlink("d/link", "a.txt").rows();

    assertThat(rows).extracting(row -> row.get("Name")).containsExactly("d/a.txt", "d/link", "d");
    String link = "/ipfs/" + rows.getLast().get("Hash") + "/link";
    assertThat(node.call(ContentCommands.CAT, link).bytes()).isEqualTo(Bytes.utf8("a.txt"));
    String file = "/ipfs/" + rows.getLast().get("Hash") + "/a.txt";
    assertThat(
            node.call(ContentCommands.CAT, Map.of("offset", "2", "length", "5"), link, file)
                .bytes())
        .isEqualTo(Bytes.utf8("txthe"));
    assertThat(
            node.call(ContentCommands.CAT, Map.of("offset", "6", "length", "6"), file, link)
                .bytes())
        .isEqualTo(Bytes.utf8("a.txt"));
    assertThatThrownBy(() -> node.call(ContentCommands.CAT, link + "/x").bytes())
        .hasMessageContaining("is not a directory");
    assertThatThrownBy(() -> add(options).symlink("d/link", "x".repeat(4_097)).rows())
        .hasMessageContaining("symlink target of 4097 bytes");
    assertThatThrownBy(() -> node.call(ContentCommands.BLOCK_PUT).symlink("link", "x").rows())
        .hasMessageContaining("symbolic link is no block");
  }

  /** The hash of a symbolic link that stands alone. */
  private String link(String target) {
    return (String) add(Map.of()).symlink("l", target).rows().getFirst().get("Hash");
  }

  @Test
  void catsLinksAndAFileBetweenThemAsOne() {
    add(Map.of()).file("", "hi\n").rows();
    String one = link("first");
    String two = link("second");
    Bytes all = Bytes.utf8("firsthi\nsecond");

    for (int from = 0; from <= all.length(); from++) {
      for (int length = 0; length <= all.length() - from; length++) {
        Map<String, String> range =
            Map.of("offset", String.valueOf(from), "length", String.valueOf(length));
        assertThat(node.call(ContentCommands.CAT, range, one, HI, two).bytes())
            .isEqualTo(all.slice(from, from + length));
      }
    }
  }

  @Test
  void ofWhatCatIsAskedForItHoldsNothingButWhereItBegins() throws Exception {
    add(Map.of()).file("", "hi\n").rows();
    Cid link = Cid.parse(link("target"));
    List<IpfsPath> paths = List.of(IpfsPath.of(link), IpfsPath.parse("/ipfs/" + HI));

    assertThat(CatFiles.find(paths, Blocks.here(node.content)).parts())
        .containsExactly(
            new CatFiles.Part(link, CatFiles.Kind.SYMLINK),
            new CatFiles.Part(Cid.parse(HI), CatFiles.Kind.FILE));
    assertThat(CatFiles.Part.class.getRecordComponents())
        .extracting(RecordComponent::getType)
        .containsExactly(Cid.class, CatFiles.Kind.class);
  }

  /** UnixFS {@code Type = Symlink, Data = target} in a dag-pb node, as a peer may make it. */
  private String foreignLink(int length) {
    Bytes size = Varint.encode(length);
    Bytes unixFs = Bytes.concat(Bytes.hex("080412"), size, Bytes.utf8("x".repeat(length)));
    Bytes block = Bytes.concat(Bytes.hex("0a"), Varint.encode(unixFs.length()), unixFs);
    Map<String, String> options = Map.of("cid-codec", "dag-pb");
    return (String)
        node.call(ContentCommands.BLOCK_PUT, options).file("f", block).rows().getFirst().get("Key");
  }

  @Test
  void refusesALinkWithALongerTargetThanAddWrites() {
    assertThat(node.call(ContentCommands.CAT, foreignLink(4_096)).bytes())
        .isEqualTo(Bytes.utf8("x".repeat(4_096)));
    String longer = foreignLink(4_097);
    assertFails(longer + ": a symbolic link with a target of 4097 bytes, at most 4096", longer);
  }

  @Test
  void addsALinkThatIsItselfNamedAsKuboDoes() {
    assertThat(add(Map.of()).symlink("link", "target").rows())
        .extracting(row -> row.get("Name") + " " + row.get("Hash"))
        .containsExactly("link QmbqcXVc1m3ptTWpceoVYfkn1gD6MRvjEFbVeMsBjSKQgT");
  }

  @Test
  void theEmptyFolderIsHereThoughNobodyAddedIt() {
    String empty = "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn";
    for (String cid : List.of(empty, Cid.parse(empty).toV1().toString())) {
      assertThat(node.call(ContentCommands.BLOCK_GET, cid).bytes())
          .isEqualTo(Bytes.hex("0a020801"));
      assertThat(node.call(ContentCommands.BLOCK_GET, cid).offline().bytes())
          .isEqualTo(Bytes.hex("0a020801"));
      assertThat(node.call(ContentCommands.BLOCK_STAT, cid).document())
          .isEqualTo(Map.of("Key", cid, "Size", 4));
      assertFails("this dag node is a directory", cid);
      assertFails("no link named \"x\"", cid + "/x");
    }
    assertThat(add(Map.of("recursive", "true")).folder("empty").rows())
        .containsExactly(row("empty", empty, "4"));
  }

  @Test
  void onlyHashStoresNothing() {
    assertThat(add(Map.of("only-hash", "true")).file("f.txt", "hi\n").rows())
        .containsExactly(row("f.txt", HI, "11"));

    assertThat(node.content.store().has(Cid.parse(HI))).isFalse();
  }

  @Test
  void withoutPinItIsCacheOnly() {
    add(Map.of("pin", "false")).file("f.txt", "hi\n").rows();

    assertThat(node.content.store().retention(Cid.parse(HI))).contains(Retention.CACHED);
  }

  @Test
  void readsTheVersionAndTheKindOfLeaves() {
    assertThat(add(Map.of("cid-version", "1")).file("f", "hi\n").rows())
        .containsExactly(row("f", HI_BLOCK, "3"));
    assertThat(add(Map.of("raw-leaves", "true")).file("f", "hi\n").rows())
        .containsExactly(row("f", HI_BLOCK, "3"));
    assertThat(add(Map.of("cid-version", "0", "raw-leaves", "false")).file("f", "hi\n").rows())
        .containsExactly(row("f", HI, "11"));
    assertThatThrownBy(() -> add(Map.of("cid-version", "2")).file("f", "hi\n").rows())
        .hasMessage("--cid-version: 0 or 1");
  }

  @Test
  void tellsProgress() {
    Bytes long3MiB = Bytes.wrap(new byte[3 << 20]);

    assertThat(add(Map.of("progress", "true")).file("f", long3MiB).rows())
        .filteredOn(row -> row.containsKey("Bytes"))
        .containsExactly(
            Map.of("Name", "f", "Bytes", 1L << 20),
            Map.of("Name", "f", "Bytes", 2L << 20),
            Map.of("Name", "f", "Bytes", 3L << 20));
  }

  @Test
  void refusesFoldersNotAskedFor() {
    assertThatThrownBy(() -> add(Map.of()).folder("d").rows())
        .hasMessageContaining("is a directory, use the '-r' flag to specify directories");
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    for (String path : List.of("d/../f", "d/./f", "d/a\0b")) {
      assertThatThrownBy(() -> add(Map.of("recursive", "true")).file(path, "x").rows())
          .isInstanceOf(OperationException.class)
          .hasMessageContaining("not a name for a directory entry");
    }
    assertThatThrownBy(() -> add(Map.of()).file("d/f", "x").file("d/f", "y").rows())
        .hasMessageContaining("two entries at f");
  }

  @Test
  void refusesMoreFilesSideBySideThanItHolds() {
    TestNode.Call most = add(Map.of("only-hash", "true"));
    for (int i = 0; i < AddRun.MAX_ROOTS; i++) {
      most.file("f" + i, "");
    }
    assertThat(most.rows()).hasSize(AddRun.MAX_ROOTS);

    TestNode.Call more = add(Map.of("only-hash", "true"));
    for (int i = 0; i <= AddRun.MAX_ROOTS; i++) {
      more.file("f" + i, "");
    }
    assertThatThrownBy(more::rows).hasMessageContaining("at most 4096 files and folders");
  }

  @Test
  void refusesToAddNothing() {
    assertThatThrownBy(() -> add(Map.of()).rows()).hasMessage("add needs a file");
  }

  @Test
  void aFullDiskIsRefusedAndSaysSo(@TempDir Path other) throws Exception {
    try (TestNode full = TestNode.onAFullDisk(other)) {
      assertThatThrownBy(() -> full.call(ContentCommands.ADD).file("f", "hi\n").rows())
          .isInstanceOf(OperationException.class)
          .hasMessageContaining("the disk is full");
      assertThat(full.content.store().has(Cid.parse(HI))).isFalse();
    }
  }

  @Test
  void catsRangesOfSeveralFilesAsOne() {
    byte[] bytes = new byte[600_000];
    new Random(1).nextBytes(bytes);
    String one = (String) add(Map.of()).file("", Bytes.wrap(bytes)).rows().getFirst().get("Hash");
    add(Map.of()).file("", "hi\n").rows();
    Bytes all = Bytes.concat(Bytes.wrap(bytes), Bytes.utf8("hi\n"), Bytes.wrap(bytes));

    assertThat(node.call(ContentCommands.CAT, one, HI, "/ipfs/" + one).bytes()).isEqualTo(all);
    for (int[] range : new int[][] {{0, 0}, {599_999, 2}, {600_001, 1}, {300_000, 700_000}}) {
      Map<String, String> options =
          Map.of("offset", String.valueOf(range[0]), "length", String.valueOf(range[1]));
      assertThat(node.call(ContentCommands.CAT, options, one, HI, one).bytes())
          .isEqualTo(all.slice(range[0], range[0] + range[1]));
    }
    assertThat(node.call(ContentCommands.CAT, Map.of("offset", "4"), HI).bytes())
        .isEqualTo(Bytes.empty());
  }

  @Test
  void catFollowsPathsAndSaysWhatIsWrong() {
    add(Map.of("recursive", "true")).folder("d").file("d/f.txt", "hi\n").rows();

    assertThat(node.call(ContentCommands.CAT, "/ipfs/" + HI_IN_FOLDER + "/f.txt").bytes())
        .isEqualTo(Bytes.utf8("hi\n"));
    assertFails("this dag node is a directory", HI_IN_FOLDER);
    assertFails("no link named \"g\" under " + HI_IN_FOLDER, HI_IN_FOLDER + "/g");
    assertFails(HI + " is not a directory", HI + "/g");
    assertFails("not a path", "/elsewhere/" + HI);
    assertFails("no CID, no IPNS name and no domain", "no thing");
    assertFails("no CID, no IPNS name and no domain", "garbage");
    assertFails("DNS: there is no DNS here", "/ipns/example.org/x");
  }

  private void assertFails(String message, String path) {
    assertThatThrownBy(() -> node.call(ContentCommands.CAT, path).bytes())
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void offlineOnlyWhatIsHereIsRead() {
    Object here = node.call(ContentCommands.ADD).file("f", "here").rows().getFirst().get("Hash");

    assertThat(node.call(ContentCommands.CAT, here.toString()).offline().bytes())
        .isEqualTo(Bytes.utf8("here"));
    assertThatThrownBy(() -> node.call(ContentCommands.CAT, HI).offline().bytes())
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("block was not found locally");
    assertThat(node.call(ContentCommands.WANTLIST).document().toString()).isEqualTo("{Keys=[]}");
  }

  @Test
  void putsGetsAndMeasuresBlocks() {
    assertThat(node.call(ContentCommands.BLOCK_PUT).file("f", "hi\n").file("g", "x").rows())
        .first()
        .isEqualTo(Map.of("Key", HI_BLOCK, "Size", 3));

    assertThat(node.call(ContentCommands.BLOCK_GET, HI_BLOCK).bytes())
        .isEqualTo(Bytes.utf8("hi\n"));
    assertThat(node.call(ContentCommands.BLOCK_STAT, "/ipfs/" + HI_BLOCK).document())
        .isEqualTo(Map.of("Key", HI_BLOCK, "Size", 3));
  }

  @Test
  void blocksHaveALargestSizeAndKnownCodecs() {
    Bytes largest = Bytes.wrap(new byte[Block.MAX_BYTES]);
    assertThat(node.call(ContentCommands.BLOCK_PUT).file("f", largest).rows())
        .extracting(row -> row.get("Size"))
        .containsExactly(Block.MAX_BYTES);

    Bytes tooLarge = Bytes.wrap(new byte[Block.MAX_BYTES + 1]);
    assertThatThrownBy(() -> node.call(ContentCommands.BLOCK_PUT).file("f", tooLarge).rows())
        .hasMessageContaining("over 2097152 bytes");
    assertThatThrownBy(
            () ->
                node.call(ContentCommands.BLOCK_PUT, Map.of("cid-codec", "git-raw"))
                    .file("f", "x")
                    .rows())
        .hasMessageContaining("--cid-codec");
  }
}
