package org.trustnet.bootstrap.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.ipns.unixfs.FileImporter;
import org.trustnet.ipns.unixfs.ImportConfig;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.KeyType;
import org.trustnet.trust.Samples;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.model.EntryKey;

/**
 * A publisher who is the same in every process, as are the files: number, sequence and nothing else
 * decide what he publishes.
 *
 * @param number which of them
 * @param key what he signs with
 */
record SeededPublisher(int number, PrivateKey key) {
  private static final int NODES = 12;

  /** Small chunks: a file has several blocks. */
  private static final ImportConfig IMPORT =
      new ImportConfig(1, ImportConfig.Leaves.RAW, 512, ImportConfig.DEFAULT_LINKS_PER_NODE);

  /** A file as blocks. */
  record Written(Cid cid, Map<Cid, Block> blocks) {
    static Written of(Bytes content) {
      Map<Cid, Block> blocks = new HashMap<>();
      try {
        Cid cid =
            new FileImporter(IMPORT, block -> blocks.put(block.cid(), block))
                .add(new ByteArrayInputStream(content.toArray()))
                .cid();
        return new Written(cid, blocks);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static List<SeededPublisher> first(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new SeededPublisher(n, Keys.generate(KeyType.ED25519, new Random(n))))
        .toList();
  }

  EntryKey entry() {
    return new EntryKey.OfName(key.peerId());
  }

  /** The file that he published with this sequence. */
  Bytes file(long sequence) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(Samples.node("n%d-%d-%d".formatted(number, sequence / 4, i)));
    }
    TrustFile.Entity entity = new TrustFile.Entity("all", nodes);
    return TrustFileWriter.write(
        new TrustFile("list %d of %d".formatted(sequence, number), List.of(), List.of(entity)));
  }

  Bytes value(long sequence) {
    return Bytes.utf8("/ipfs/" + Written.of(file(sequence)).cid());
  }

  IpnsRecord record(long sequence) {
    return IpnsRecords.create(
        key,
        new RecordContent(
            value(sequence),
            sequence,
            TestNode.REAL.wall().instant().plus(Duration.ofDays(2)),
            Duration.ofHours(1)),
        Compatibility.V1_AND_V2);
  }
}
