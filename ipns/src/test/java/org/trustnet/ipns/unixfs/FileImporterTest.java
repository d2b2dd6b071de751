package org.trustnet.ipns.unixfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.MemoryBlockStore;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.ipns.blocks.StoredBlocks;

/** The CIDs are those of {@code ipfs add --only-hash} of Kubo 0.43.0. */
final class FileImporterTest {
  private static final int CHUNK = ImportConfig.DEFAULT_CHUNK_BYTES;

  @ParameterizedTest
  @CsvSource({
    "0,        1, RAW,    bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "1,        1, RAW,    bafkreidogqfzz75tpkmjzjke425xqcrmpcib2p5tg44hnbirumdbpl5adu",
    "262143,   1, RAW,    bafkreiagptg6ztonoojy4wflk3wwusl5xt4vcy6uult4wa7oemsjtxhjsu",
    "262144,   1, RAW,    bafkreibruh455iawsviqslif5c7uurdcfdemh22mtnytyzvnzn75kpejxy",
    "262145,   1, RAW,    bafybeiexg2oqkfnj56l7fcmawswqbijt5shq4b5rg6a546uwpkqqzwjioi",
    "45613056, 1, RAW,    bafybeihpe5snhzneq7xs53nivmsopto5lrogo3wjynauqylqeym5a3irbm",
    "45613057, 1, RAW,    bafybeib4y7ghw2rq7bracc4xwtxrbzo7cfvagdpte2tmrkgwl6dyard3cm",
    "45875200, 1, RAW,    bafybeie73j3heycdgkdsehpoe6cxh2y3iywtf6djpi3dzqrywevvjmazny",
    "0,        0, DAG_PB, QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
    "1,        0, DAG_PB, QmS9JArPwa55ePgDnyg6TzX24mYTS1b1vLqWNebyVotKxQ",
    "262143,   0, DAG_PB, QmRfm83kqBpGJbGxJg1en9hpwq8eNnP4E2Dj8K73F4m983",
    "262144,   0, DAG_PB, QmeqfRyS3vkku7n6krqC3DgGMex3x2sCpSeKMDmrG13QQq",
    "262145,   0, DAG_PB, QmUSjGawaz4ptvREcMKSMJneWCa5j8dAz2wSAAvHtW2rnB",
    "45613056, 0, DAG_PB, QmXCym15aFeWjAWyPFaAgwVmkuKB7EBsV77Skt54KmxChF",
    "45613057, 0, DAG_PB, QmTedsTekQQkgACJXb1sPZSW8bLdS9LPMrT7L4YdjNRd4n",
    "45875200, 0, DAG_PB, Qmbp67kThKoJFnWu7pUgwCu81WttemMnD13oG4uj9DiY5E",
    "0,        1, DAG_PB, bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y",
    "1,        1, DAG_PB, bafybeibyqyrkx66boqbutl5oktknecxgnl43cipcls3knonfmi727rdtnu",
    "262144,   1, DAG_PB, bafybeihvfgtilxh7thaf7o5zmjiissdd4swdao3qfltyhm62x2v3ubyasi",
    "262145,   1, DAG_PB, bafybeidas2dvcqxlierzany6rt2e43v3yojj5ls4b7o7owukcgsgiarvrq",
    "45875200, 1, DAG_PB, bafybeif2tzc35alvncp3354mps5rld3mbz3v4vkhtsyzixy5rheajesarm",
    "0,        0, RAW,    bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "262145,   0, RAW,    QmYWva9EpT9EDJtdehdyQSBfq6iUrm2kiVQkYZw1wBTgxH",
    "45875200, 0, RAW,    QmVEEe4deD385xx1deWUJR8wchsUqMPT2i2mQCkUHLypKw"
  })
  void givesFilesTheCidsThatKuboGives(
      int length, int version, ImportConfig.Leaves leaves, String cid) throws IOException {
    ImportConfig config = (version == 0 ? ImportConfig.v0() : ImportConfig.v1()).with(leaves);
    Imported imported =
        new FileImporter(config, BlockSink.discarding()).add(TestPattern.stream(length));
    assertThat(imported.cid()).hasToString(cid);
    assertThat(imported.fileBytes()).isEqualTo(length);
  }

  /** Of 8 GB only the 251 different chunks are hashed: the pattern repeats. */
  @ParameterizedTest
  @CsvSource({
    "30276, 262144, bafybeieujqaw6ui62adyyxkpbs4zso6ruqktszigdxxarqee7a6wow4gnu",
    "30277, 1,      bafybeibwjf6hpse2gkbfyzdgzd5aft57v3rcxkenx3e76sljygk4ljp3re"
  })
  void givesThreeLevelsTheCidThatKuboGives(int chunks, int lastBytes, String cid)
      throws IOException {
    NodeWriter writer = new NodeWriter(ImportConfig.v1(), BlockSink.discarding());
    List<Imported> leaves = new ArrayList<>();
    for (int i = 0; i < TestPattern.PERIOD; i++) {
      leaves.add(writer.leaf(TestPattern.bytes((long) i * CHUNK, CHUNK)));
    }
    BalancedLayout layout = new BalancedLayout(writer);
    for (int i = 0; i < chunks - 1; i++) {
      layout.add(leaves.get(i % TestPattern.PERIOD));
    }
    layout.add(writer.leaf(TestPattern.bytes((long) (chunks - 1) * CHUNK, lastBytes)));
    Imported root = layout.finish();
    assertThat(root.cid()).hasToString(cid);
    assertThat(root.fileBytes()).isEqualTo((long) (chunks - 1) * CHUNK + lastBytes);
  }

  @Test
  void writesChildrenBeforeParentsAndEveryBlockOfTheFile() throws IOException {
    List<Block> written = new ArrayList<>();
    ImportConfig config = new ImportConfig(1, ImportConfig.Leaves.RAW, 10, 3);
    Imported root = new FileImporter(config, written::add).add(TestPattern.stream(95));
    assertThat(written.getLast().cid()).isEqualTo(root.cid());
    assertThat(written).hasSize(10 + 4 + 2 + 1);
    assertThat(root.dagBytes()).isEqualTo(written.stream().mapToLong(b -> b.data().length()).sum());
  }

  @Test
  void readsStreamsThatGiveFewBytesAtATime() throws IOException {
    InputStream slow =
        new InputStream() {
          private final InputStream all = TestPattern.stream(262_145);

          @Override
          public int read() throws IOException {
            return all.read();
          }

          @Override
          public int read(byte[] target, int at, int length) throws IOException {
            return all.read(target, at, Math.min(length, 1_000));
          }
        };
    assertThat(new FileImporter(ImportConfig.v1(), BlockSink.discarding()).add(slow).cid())
        .hasToString("bafybeiexg2oqkfnj56l7fcmawswqbijt5shq4b5rg6a546uwpkqqzwjioi");
  }

  @Test
  void readsBackWhatItWroteInEveryShape() throws IOException {
    for (int length : new int[] {0, 1, 9, 10, 11, 29, 30, 31, 90, 91, 271, 1_000}) {
      for (ImportConfig.Leaves leaves : ImportConfig.Leaves.values()) {
        MemoryBlockStore store = new MemoryBlockStore();
        ImportConfig config = new ImportConfig(1, leaves, 10, 3);
        Imported root =
            new FileImporter(config, BlockSink.into(store, Retention.KEPT))
                .add(TestPattern.stream(length));
        UnixFsFile file =
            UnixFsFile.open(root.cid(), new StoredBlocks(store), ReadLimits.defaults());
        assertThat(file.size()).isEqualTo(length);
        assertThat(file.readAll(length)).isEqualTo(TestPattern.bytes(0, length));
        assertThat(new ByteArrayInputStream(file.read().readAllBytes()))
            .hasBinaryContent(TestPattern.bytes(0, length).toArray());
      }
    }
  }
}
