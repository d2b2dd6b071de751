package org.trustnet.ipns.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

/** Graphs that a stranger makes of few blocks to cost much, and the limits that they meet. */
final class HostileGraphTest {
  private static final ReadLimits LIMITS = ReadLimits.defaults();

  private final Map<Cid, Block> blocks = new HashMap<>();
  private int fetched;
  private final BlockSource source =
      cid -> {
        fetched++;
        return blocks.get(cid);
      };

  private Cid put(long codec, Bytes data) {
    Block block = Block.hashing(1, codec, data);
    blocks.put(block.cid(), block);
    return block.cid();
  }

  private Cid put(UnixFsData data, List<PbLink> links) {
    return put(Cid.DAG_PB, new PbNode(links, Optional.of(data.encode())).encode());
  }

  private static PbLink to(String name, Cid cid) {
    return new PbLink(cid, Bytes.utf8(name), 0);
  }

  private static ContentFailure failure(ThrowingCallable call) {
    return Assertions.catchThrowableOfType(ContentException.class, call).failure();
  }

  /** A file node over the same child so many times. */
  private Cid over(Cid child, long childBytes, int times) {
    UnixFsData data =
        new UnixFsData(
            UnixFsData.Kind.FILE,
            Bytes.empty(),
            OptionalLong.of(times * childBytes),
            Collections.nCopies(times, childBytes),
            0,
            0);
    return put(data, Collections.nCopies(times, to("", child)));
  }

  private Cid tower(int levels) {
    Cid top = put(Cid.RAW, Bytes.utf8("x"));
    for (int i = 0; i < levels; i++) {
      top = over(top, 1, 1);
    }
    return top;
  }

  @Test
  void readsATreeAsDeepAsTheLimitAndNotOneLevelDeeper() throws ContentException {
    assertThat(UnixFsFile.open(tower(ReadLimits.DEFAULT_DEPTH), source, LIMITS).readAll(1))
        .isEqualTo(Bytes.utf8("x"));

    Cid deeper = tower(ReadLimits.DEFAULT_DEPTH + 1);
    assertThat(failure(() -> UnixFsFile.open(deeper, source, LIMITS).readAll(1)))
        .isEqualTo(new ContentFailure.TooLarge("levels", ReadLimits.DEFAULT_DEPTH));
  }

  @Test
  void takesNoMemoryForAFileThatAFewBlocksClaimToBe() throws ContentException {
    Cid top = put(Cid.RAW, Bytes.wrap(new byte[1_024]));
    long bytes = 1_024;
    for (int level = 0; level < 7; level++) {
      top = over(top, bytes, 128);
      bytes *= 128;
    }
    UnixFsFile file = UnixFsFile.open(top, source, LIMITS);

    assertThat(file.size()).isEqualTo(1L << 59);
    assertThat(file.read(bytes - 10, 100)).hasBinaryContent(new byte[10]);
    assertThat(fetched).as("one block of each level").isEqualTo(8);
    assertThat(failure(() -> file.readAll(1 << 20)))
        .isEqualTo(new ContentFailure.TooLarge("bytes", 1 << 20));
    Cid huge = top;
    assertThat(failure(() -> UnixFsFile.open(huge, source, LIMITS.atMost(64, 1 << 20))))
        .isEqualTo(new ContentFailure.TooLarge("bytes", 1 << 20));
  }

  /** Each of eight places leads to the same shard below, so that 8^n ways lead down. */
  private Cid maze(int levels) {
    List<PbLink> entries = new ArrayList<>();
    Cid below = put(Cid.RAW, Bytes.utf8("entry"));
    for (int i = 0; i < 8; i++) {
      entries.add(to(i + "name", below));
    }
    Cid shard = put(shard(8, Bytes.hex("ff")), entries);
    for (int level = 1; level < levels; level++) {
      List<PbLink> same = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        same.add(to(Integer.toString(i), shard));
      }
      shard = put(shard(8, Bytes.hex("ff")), same);
    }
    return shard;
  }

  private static UnixFsData shard(long fanout, Bytes bits) {
    return new UnixFsData(
        UnixFsData.Kind.HAMT_SHARD, bits, OptionalLong.empty(), List.of(), Murmur3.CODE, fanout);
  }

  @Test
  void leavesADirectoryThatRepeatsItselfAtTheLimitOfBlocks() throws ContentException {
    ReadLimits limits = LIMITS.atMost(73, Long.MAX_VALUE);
    List<PbLink> entries = new ArrayList<>();
    UnixFsDirectory.open(maze(3), source, limits).forEach(entries::add);
    assertThat(entries).hasSize(8 * 8 * 8);

    Cid deep = maze(21);
    assertThat(failure(() -> UnixFsDirectory.open(deep, source, limits).forEach(e -> {})))
        .isEqualTo(new ContentFailure.TooLarge("blocks", 73));
  }

  @Test
  void leavesAShardedDirectoryThatIsDeeperThanItsHash() throws ContentException {
    int levels = Long.SIZE / 3;
    assertThat(UnixFsDirectory.open(maze(levels), source, LIMITS).find("absent")).isEmpty();

    Cid deeper = maze(levels + 1);
    assertThat(failure(() -> UnixFsDirectory.open(deeper, source, LIMITS).find("absent")))
        .isInstanceOf(ContentFailure.Malformed.class);
  }

  @Test
  void readsAsManyLinksAsTheLimitAndNotOneMore() throws MalformedNodeException {
    PbLink shortest = to("", Cid.v1(Cid.RAW, Multihash.identity(Bytes.empty())));
    Bytes most =
        new PbNode(Collections.nCopies(PbNode.MAX_LINKS, shortest), Optional.empty()).encode();
    assertThat(most.length()).isLessThan(Block.MAX_BYTES);
    assertThat(PbNode.decode(most).links()).hasSize(PbNode.MAX_LINKS);

    Bytes one = new PbNode(List.of(shortest), Optional.empty()).encode();
    assertThatThrownBy(() -> PbNode.decode(Bytes.concat(most, one)))
        .isInstanceOf(MalformedNodeException.class)
        .hasMessageContaining("links");
  }

  @Test
  void writesDirectoriesAsDeepAsTheLimitAndNotOneLevelDeeper() throws ContentException {
    DirectoryBuilder builder = new DirectoryBuilder(ImportConfig.v1(), BlockSink.discarding());
    builder.directory(Collections.nCopies(DirectoryBuilder.MAX_DEPTH, "a"));

    List<String> deeper = Collections.nCopies(DirectoryBuilder.MAX_DEPTH + 1, "a");
    assertThat(failure(() -> builder.directory(deeper)))
        .isEqualTo(new ContentFailure.TooLarge("directory levels", DirectoryBuilder.MAX_DEPTH));
  }

  private static void link(DirectoryBuilder builder, List<String> path, String target)
      throws ContentException {
    FileImporter importer = new FileImporter(ImportConfig.v1(), BlockSink.discarding());
    builder.file(path, importer.symlink(Bytes.utf8(target)));
  }

  /** Files, links and the directories above them, but not the root. */
  @Test
  void holdsAsManyEntriesAsItMayAndNotOneMore() throws ContentException {
    DirectoryBuilder builder = new DirectoryBuilder(ImportConfig.v1(), BlockSink.discarding(), 6);
    link(builder, List.of("a", "b", "link"), "x");
    builder.directory(List.of("a", "c"));
    builder.directory(List.of("a", "c"));
    builder.directory(List.of("a", "d"));
    link(builder, List.of("last"), "x");

    assertThat(failure(() -> link(builder, List.of("over"), "x")))
        .isEqualTo(new ContentFailure.TooLarge("directory entries", 6));
  }

  @Test
  void writesNamesAndLinkTargetsAsLongAsTheLimitAndNotAByteLonger() throws ContentException {
    DirectoryBuilder builder = new DirectoryBuilder(ImportConfig.v1(), BlockSink.discarding());
    String longest = "a".repeat(DirectoryBuilder.MAX_NAME_BYTES);
    link(builder, List.of(longest), longest);

    assertThatThrownBy(() -> link(builder, List.of("x"), longest + "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> link(builder, List.of(longest + "a"), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsALinkTargetAsLongAsTheLimitAndNotAByteLonger() throws ContentException {
    Bytes longest = Bytes.utf8("a".repeat(DirectoryBuilder.MAX_NAME_BYTES));
    Cid link = put(UnixFsData.symlink(longest), List.of());
    assertThat(PathResolver.resolve(IpfsPath.of(link), source, LIMITS))
        .isEqualTo(new UnixFsEntry.Symlink(link, longest));

    Bytes longer = Bytes.concat(longest, Bytes.utf8("a"));
    Cid refused = put(UnixFsData.symlink(longer), List.of());
    assertThat(failure(() -> PathResolver.resolve(IpfsPath.of(refused), source, LIMITS)))
        .isEqualTo(
            new ContentFailure.Malformed(
                refused, "a symbolic link with a target of 4097 bytes, at most 4096"));
  }

  @Test
  void cutsFilesWithinTheLimitsOfANodeOnly() {
    ImportConfig.Leaves raw = ImportConfig.Leaves.RAW;
    int bytes = ImportConfig.MAX_CHUNK_BYTES;
    int links = ImportConfig.MAX_LINKS_PER_NODE;
    assertThat(new ImportConfig(1, raw, bytes, links).chunkBytes()).isEqualTo(bytes);

    assertThatThrownBy(() -> new ImportConfig(1, raw, bytes + 1, links))
        .hasMessageContaining(bytes + 1 + " bytes");
    assertThatThrownBy(() -> new ImportConfig(1, raw, bytes, links + 1))
        .hasMessageContaining(links + 1 + " links");
  }
}
