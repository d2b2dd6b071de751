package org.trustnet.ipns.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.ipns.blocks.MemoryBlockStore;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.ipns.blocks.StoredBlocks;
import org.trustnet.ipns.car.Cars;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

final class ReadingTest {
  private static final ReadLimits LIMITS = ReadLimits.defaults();

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final BlockSource source = new StoredBlocks(store);

  private ContentFailure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(ContentException.class);
    return ((ContentException) thrown).failure();
  }

  private Cid put(UnixFsData data, PbLink... links) {
    return put(new PbNode(List.of(links), Optional.of(data.encode())));
  }

  private Cid put(PbNode node) {
    Block block = Block.hashing(1, Cid.DAG_PB, node.encode());
    store.put(block, Retention.KEPT);
    return block.cid();
  }

  private Cid raw(String text) {
    Block block = Block.hashing(1, Cid.RAW, Bytes.utf8(text));
    store.put(block, Retention.KEPT);
    return block.cid();
  }

  private static PbLink to(Cid cid) {
    return new PbLink(cid, Bytes.empty(), 0);
  }

  private String text(Cid cid) throws ContentException {
    return UnixFsFile.open(cid, source, LIMITS).readAll(1_000_000).toUtf8();
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory-v0", "directory-v1"})
  void readsADirectoryThatKuboWrote(String vector) throws IOException {
    Cid root = Cars.load("kubo/" + vector + ".car", store);
    List<String> names = new ArrayList<>();
    UnixFsDirectory.open(root, source, LIMITS).forEach(e -> names.add(e.nameText()));
    assertThat(names).containsExactly("a.txt", "big.bin", "empty", "link", "sub", "Ä.txt");
    assertThat(text(resolve(root, "a.txt").cid())).isEqualTo("hello\n");
    assertThat(text(resolve(root, "Ä.txt").cid())).isEqualTo("umlaut");
    assertThat(text(resolve(root, "sub", "b.txt").cid())).isEqualTo("inner");
    assertThat(resolve(root, "empty")).extracting("bytes").isEqualTo(0L);
    assertThat(resolve(root, "sub")).isInstanceOf(UnixFsEntry.Directory.class);
    assertThat(resolve(root, "link")).extracting("target").isEqualTo(Bytes.utf8("a.txt"));
    UnixFsFile big = UnixFsFile.open(resolve(root, "big.bin").cid(), source, LIMITS);
    assertThat(big.readAll(5_000)).isEqualTo(TestPattern.bytes(0, 5_000));
  }

  private UnixFsEntry resolve(Cid root, String... names) throws ContentException {
    return PathResolver.resolve(new IpfsPath(root, List.of(names)), source, LIMITS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory-v0", "directory-v1"})
  void writesTheDirectoryThatKuboWrote(String vector) throws IOException {
    Cid theirs = Cars.load("kubo/" + vector + ".car", store);
    boolean v1 = vector.endsWith("1");
    ImportConfig.Leaves leaves = v1 ? ImportConfig.Leaves.RAW : ImportConfig.Leaves.DAG_PB;
    ImportConfig config = new ImportConfig(v1 ? 1 : 0, leaves, 1_024, 174);
    DirectoryBuilder builder = new DirectoryBuilder(config, BlockSink.discarding());
    FileImporter importer = new FileImporter(config, BlockSink.discarding());
    builder.file(List.of("sub", "b.txt"), importer.add(stream("inner")));
    builder.file(List.of("Ä.txt"), importer.add(stream("umlaut")));
    builder.file(List.of("a.txt"), importer.add(stream("hello\n")));
    builder.file(List.of("big.bin"), importer.add(TestPattern.stream(5_000)));
    builder.file(List.of("empty"), importer.add(stream("")));
    builder.file(List.of("link"), importer.symlink(Bytes.utf8("a.txt")));
    assertThat(builder.build().cid()).isEqualTo(theirs);
  }

  /** A hostile link: an unknown field of its UnixFS message makes the block large. */
  private Cid padded(Bytes link) {
    Bytes padding = Bytes.concat(Bytes.hex("7a80c03e"), Bytes.wrap(new byte[1_024_000]));
    return put(new PbNode(List.of(), Optional.of(Bytes.concat(link, padding))));
  }

  @Test
  void theTargetOfALinkHoldsOnToNoBlock() throws ContentException {
    Cid link = padded(UnixFsData.symlink(Bytes.utf8("a.txt")).encode());

    assertThat(resolve(link))
        .isInstanceOfSatisfying(
            UnixFsEntry.Symlink.class,
            found -> {
              assertThat(found.target()).isEqualTo(Bytes.utf8("a.txt"));
              assertThat(found.target().compact()).isSameAs(found.target());
            });
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(Bytes.utf8(text).toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hamt-256", "hamt-8"})
  void readsAShardedDirectoryThatKuboWrote(String vector) throws IOException {
    Cid root = Cars.load("kubo/" + vector + ".car", store);
    UnixFsDirectory directory = UnixFsDirectory.open(root, source, LIMITS);
    List<String> names = new ArrayList<>();
    directory.forEach(e -> names.add(e.nameText()));
    assertThat(names).hasSize(300).doesNotHaveDuplicates();
    for (int i = 0; i < 300; i++) {
      String name = "entry-" + i + ".txt";
      assertThat(names).contains(name);
      assertThat(text(directory.find(name).orElseThrow().cid())).isEqualTo("file " + i);
    }
    assertThat(directory.find("entry-300.txt")).isEmpty();
    assertThat(resolve(root, "entry-7.txt")).extracting("bytes").isEqualTo(6L);
    assertThat(failure(() -> resolve(root, "nothing")))
        .isEqualTo(new ContentFailure.NoSuchEntry(root, "nothing"));
  }

  @Test
  void readsEveryRangeAndFetchesOnlyWhatLiesInIt() throws IOException {
    ImportConfig config = new ImportConfig(1, ImportConfig.Leaves.RAW, 4, 3);
    int length = 100;
    Cid root =
        new FileImporter(config, BlockSink.into(store, Retention.KEPT))
            .add(TestPattern.stream(length))
            .cid();
    for (int from = 0; from <= length + 1; from++) {
      for (int count = 0; count <= length - from + 1; count += 7) {
        UnixFsFile file = UnixFsFile.open(root, source, LIMITS);
        int expected = Math.max(0, Math.min(count, length - from));
        assertThat(Bytes.wrap(file.read(from, count).readAllBytes()))
            .isEqualTo(TestPattern.bytes(from, expected));
      }
    }
    List<Cid> fetched = new ArrayList<>();
    BlockSource counting =
        cid -> {
          fetched.add(cid);
          return source.fetch(cid);
        };
    assertThat(UnixFsFile.open(root, counting, LIMITS).read(50, 1).readAllBytes()).hasSize(1);
    assertThat(fetched).hasSize(4);
  }

  @Test
  void tellsTheSourceWhatComesNextWithinTheRange() throws IOException {
    ImportConfig config = new ImportConfig(1, ImportConfig.Leaves.RAW, 10, 174);
    Cid root =
        new FileImporter(config, BlockSink.into(store, Retention.KEPT))
            .add(TestPattern.stream(1_000))
            .cid();
    List<List<Cid>> told = new ArrayList<>();
    BlockSource listening =
        new BlockSource() {
          @Override
          public Block fetch(Cid cid) throws ContentException {
            return source.fetch(cid);
          }

          @Override
          public void soon(List<Cid> cids) {
            told.add(cids);
          }
        };
    UnixFsFile.open(root, listening, LIMITS).read().readAllBytes();
    assertThat(told).allSatisfy(cids -> assertThat(cids.size()).isLessThanOrEqualTo(32));
    assertThat(told.getFirst()).hasSize(32);
    told.clear();
    UnixFsFile.open(root, listening, LIMITS).read(25, 20).readAllBytes();
    assertThat(told.getFirst()).hasSize(3);
  }

  @Test
  void readsNodesWithBytesOfTheirOwnBeforeTheirChildren() throws IOException {
    Cid leaf = raw("lo");
    Cid root =
        put(
            new UnixFsData(
                UnixFsData.Kind.FILE,
                Bytes.utf8("hel"),
                OptionalLong.empty(),
                List.of(2L, 0L),
                0,
                0),
            to(leaf),
            to(raw("")));
    assertThat(text(root)).isEqualTo("hello");
    UnixFsFile file = UnixFsFile.open(root, source, LIMITS);
    assertThat(file.read(2, 2).readAllBytes()).containsExactly('l', 'l');
  }

  @Test
  void refusesFilesWhoseSizesContradictEachOther() {
    Cid leaf = raw("hello");
    UnixFsData shorter = file(List.of(4L), OptionalLong.empty());
    assertThat(failure(() -> text(put(shorter, to(leaf)))))
        .isInstanceOf(ContentFailure.Malformed.class);
    UnixFsData wrongTotal = file(List.of(5L), OptionalLong.of(6));
    assertThat(failure(() -> text(put(wrongTotal, to(leaf)))))
        .isInstanceOf(ContentFailure.Malformed.class);
    UnixFsData noSize = file(List.of(), OptionalLong.empty());
    assertThat(failure(() -> text(put(noSize, to(leaf)))))
        .isInstanceOf(ContentFailure.Malformed.class);
    UnixFsData endless = file(List.of(Long.MAX_VALUE, 1L), OptionalLong.empty());
    assertThat(failure(() -> text(put(endless, to(leaf), to(leaf)))))
        .isInstanceOf(ContentFailure.Malformed.class);
  }

  private static UnixFsData file(List<Long> sizes, OptionalLong total) {
    return new UnixFsData(UnixFsData.Kind.FILE, Bytes.empty(), total, sizes, 0, 0);
  }

  @Test
  void readsToTheLimitsAndNotBeyondThem() throws IOException {
    ImportConfig config = new ImportConfig(1, ImportConfig.Leaves.RAW, 1, 2);
    Cid root =
        new FileImporter(config, BlockSink.into(store, Retention.KEPT))
            .add(TestPattern.stream(8))
            .cid();
    // Eight leaves, two a node: three levels of nodes above them, 15 blocks.
    assertThat(read(root, new ReadLimits(3, 15, 8))).isEqualTo(TestPattern.bytes(0, 8));
    assertThat(failure(() -> read(root, new ReadLimits(2, 15, 8))))
        .isEqualTo(new ContentFailure.TooLarge("levels", 2));
    assertThat(failure(() -> read(root, new ReadLimits(3, 14, 8))))
        .isEqualTo(new ContentFailure.TooLarge("blocks", 14));
    assertThat(failure(() -> read(root, new ReadLimits(3, 15, 7))))
        .isEqualTo(new ContentFailure.TooLarge("bytes", 7));
    assertThat(failure(() -> UnixFsFile.open(root, source, LIMITS).readAll(7)))
        .isEqualTo(new ContentFailure.TooLarge("bytes", 7));
  }

  private Bytes read(Cid cid, ReadLimits limits) throws ContentException {
    return UnixFsFile.open(cid, source, limits).readAll(100);
  }

  @Test
  void readsContentThatTheCidCarries() throws IOException {
    Cid cid = Cid.v1(Cid.RAW, Multihash.identity(Bytes.utf8("inlined")));
    assertThat(text(cid)).isEqualTo("inlined");
  }

  @Test
  void saysWhatIsMissingOrOfTheWrongKind() {
    Cid leaf = raw("hello");
    Cid directory = put(UnixFsData.directory());
    Cid absent = Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8("absent")));
    assertThat(failure(() -> text(directory))).isEqualTo(new ContentFailure.NotAFile(directory));
    assertThat(failure(() -> UnixFsDirectory.open(leaf, source, LIMITS)))
        .isEqualTo(new ContentFailure.NotADirectory(leaf));
    assertThat(failure(() -> resolve(leaf, "x"))).isEqualTo(new ContentFailure.NotADirectory(leaf));
    assertThat(failure(() -> text(absent))).isEqualTo(new ContentFailure.NotFound(absent));
    Cid cbor = Cid.v1(Cid.DAG_CBOR, leaf.hash());
    assertThat(failure(() -> text(cbor))).isInstanceOf(ContentFailure.Malformed.class);
    Cid noUnixFs = put(new PbNode(List.of(), Optional.empty()));
    assertThat(failure(() -> text(noUnixFs))).isInstanceOf(ContentFailure.Malformed.class);
    Cid badHash = Cid.v1(Cid.RAW, new Multihash(0xd5, Bytes.wrap(new byte[16])));
    assertThat(failure(() -> text(badHash))).isInstanceOf(ContentFailure.Malformed.class);
  }

  @Test
  void refusesShardsThatClaimTooMuchOrContradictThemselves() {
    assertThat(failure(() -> list(shard(2_048, 0x22, Bytes.empty()))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(4, 0x22, Bytes.empty()))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(24, 0x22, Bytes.empty()))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(256, 0x12, Bytes.empty()))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(256, 0x22, Bytes.hex("01")))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(8, 0x22, Bytes.hex("0001"), "0x"))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(256, 0x22, Bytes.hex("01"), "0"))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(256, 0x22, Bytes.hex("01"), "00a", "00b"))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(256, 0x22, Bytes.hex("01"), "00"))))
        .isInstanceOf(ContentFailure.Malformed.class);
    assertThat(failure(() -> list(shard(256, 0x22, Bytes.hex("01"), "gga"))))
        .isInstanceOf(ContentFailure.Malformed.class);
  }

  @Test
  void readsAShardOfTheLargestFanout() throws IOException {
    assertThat(list(shard(1_024, 0x22, Bytes.hex("01"), "000a"))).containsExactly("a");
  }

  private Cid shard(long fanout, long hashType, Bytes bits, String... names) {
    Cid leaf = raw("leaf");
    PbLink[] links = new PbLink[names.length];
    for (int i = 0; i < names.length; i++) {
      links[i] = new PbLink(leaf, Bytes.utf8(names[i]), 0);
    }
    return put(
        new UnixFsData(
            UnixFsData.Kind.HAMT_SHARD, bits, OptionalLong.empty(), List.of(), hashType, fanout),
        links);
  }

  private List<String> list(Cid cid) throws ContentException {
    List<String> names = new ArrayList<>();
    UnixFsDirectory.open(cid, source, LIMITS).forEach(e -> names.add(e.nameText()));
    return names;
  }

  @Test
  void parsesPathsAndRefusesBadOnes() {
    Cid cid = raw("x");
    assertThat(IpfsPath.parse("/ipfs/" + cid + "/a//b/"))
        .isEqualTo(new IpfsPath(cid, List.of("a", "b")));
    assertThat(IpfsPath.parse("/ipfs/" + cid + "/a/b")).hasToString("/ipfs/" + cid + "/a/b");
    assertThat(IpfsPath.of(cid).resolve(List.of("c"))).hasToString("/ipfs/" + cid + "/c");
    String deepest = "/ipfs/" + cid + "/a".repeat(IpfsPath.MAX_SEGMENTS);
    assertThat(IpfsPath.parse(deepest).segments()).hasSize(IpfsPath.MAX_SEGMENTS);
    for (String bad :
        List.of(
            "",
            "/ipfs/",
            "/ipns/" + cid,
            cid.toString(),
            "/ipfs/x",
            "/ipfs/" + cid + "/../a",
            "/ipfs/" + cid + "/.",
            deepest + "/a",
            "/ipfs/" + cid + "/" + "a".repeat(IpfsPath.MAX_CHARACTERS))) {
      assertThatThrownBy(() -> IpfsPath.parse(bad))
          .isInstanceOf(org.trustnet.multiformats.MultiformatException.class);
    }
  }

  @Test
  void refusesDirectoriesThatKuboWouldShardAndBadNames() throws IOException {
    Imported leaf = new Imported(raw("x"), 1, 1);
    DirectoryBuilder builder = new DirectoryBuilder(ImportConfig.v1(), BlockSink.discarding());
    int perEntry = 36 + 28;
    for (int i = 0; i < DirectoryBuilder.MAX_NODE_BYTES / perEntry; i++) {
      builder.file(List.of("%028d".formatted(i)), leaf);
    }
    builder.build();
    builder.file(List.of("x"), leaf);
    assertThat(failure(builder::build)).isInstanceOf(ContentFailure.TooLarge.class);
    for (String bad : List.of("", ".", "..", "a/b", "a\0b", "a".repeat(4_097))) {
      assertThatThrownBy(() -> builder.file(List.of(bad), leaf))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> builder.file(List.of("x"), leaf)).hasMessageContaining("two entries");
    assertThatThrownBy(() -> builder.file(List.of("x", "y"), leaf))
        .hasMessageContaining("file and");
  }
}
