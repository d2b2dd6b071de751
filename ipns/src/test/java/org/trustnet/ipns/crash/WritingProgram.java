package org.trustnet.ipns.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockStoreConfig;
import org.trustnet.ipns.blocks.FileBlockStore;
import org.trustnet.ipns.blocks.PutOutcome;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.ipns.keystore.FileKeyStore;
import org.trustnet.ipns.keystore.KeyEntry;
import org.trustnet.ipns.keystore.KeyName;
import org.trustnet.ipns.keystore.KeyStoreOutcome;
import org.trustnet.ipns.name.FilePublishedStore;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PeerId;
import org.trustnet.testkit.crash.Acknowledgements;

/**
 * Puts numbered blocks, kept and cached ones, keys and records into the stores of one folder until
 * it is killed.
 */
final class WritingProgram {
  private static final int MOST = 9_000;
  private static final int BLOCK_BYTES = 20_000;

  /** Room for this many cached blocks: nearly every one that is put makes an older one go. */
  static final int CACHED_BLOCKS = 5;

  private static final long CACHE_BYTES = (long) CACHED_BLOCKS * BLOCK_BYTES;
  private static final int RECORD_BYTES = 9_000;

  private WritingProgram() {}

  /**
   * Arguments: the folder, the first number. Says {@code block N}, {@code cached N}, {@code key N},
   * {@code record N}.
   */
  public static void main(String[] arguments) throws IOException {
    Acknowledgements acknowledgements = new Acknowledgements();
    Stores stores = Stores.open(Path.of(arguments[0]));
    for (int number = Integer.parseInt(arguments[1]); number < MOST; number++) {
      assertThat(stores.blocks.put(block(number), Retention.KEPT))
          .isInstanceOfAny(PutOutcome.Stored.class, PutOutcome.AlreadyStored.class);
      acknowledgements.say("block " + number);
      assertThat(stores.blocks.put(cached(number), Retention.CACHED).held()).isTrue();
      acknowledgements.say("cached " + number);
      assertThat(stores.keys.add(new KeyName("key-" + number), key(number)))
          .isIn(KeyStoreOutcome.DONE, KeyStoreOutcome.NAME_TAKEN);
      acknowledgements.say("key " + number);
      stores.records.put(NAME, record(number), Duration.ofHours(1));
      acknowledgements.say("record " + number);
    }
  }

  /** The name under which every record is put, each in place of the one before. */
  static final PeerId NAME = key(0).peerId();

  /** The stores under test, in folders of their own. */
  record Stores(FileBlockStore blocks, FileKeyStore keys, FilePublishedStore records) {
    static Stores open(Path folder) throws IOException {
      return new Stores(
          FileBlockStore.open(
              folder.resolve("blocks"),
              new BlockStoreConfig(CACHE_BYTES, 0),
              InstantSource.fixed(Instant.EPOCH)),
          FileKeyStore.open(folder.resolve("keystore")),
          FilePublishedStore.open(folder.resolve("records")));
    }

    /**
     * How many of the cached blocks up to {@code last} are there; an error if one is not whole, or
     * the store's own count is another one.
     */
    long wholeCached(int last) {
      long there = IntStream.rangeClosed(1, last).filter(i -> has(cached(i))).count();
      assertThat(blocks.usage().cachedBlocks()).isEqualTo(there);
      assertThat(blocks.usage().cachedBytes()).isEqualTo(there * BLOCK_BYTES);
      return there;
    }

    private boolean has(Block block) {
      Optional<Block> found = blocks.get(block.cid());
      assertThat(found).isIn(Optional.empty(), Optional.of(block));
      assertThat(blocks.has(block.cid())).isEqualTo(found.isPresent());
      return found.isPresent();
    }

    /** How many keys there are; an error if one is not what was added under its name. */
    int wholeKeys() {
      for (KeyEntry entry : keys.list()) {
        int number = Integer.parseInt(entry.name().substring("key-".length()));
        assertThat(keys.find(entry.name()).map(PrivateKey::peerId)).contains(key(number).peerId());
      }
      return keys.list().size();
    }

    /** The number of the record that is there, whole; -1 if there is none. */
    int wholeRecord() {
      Optional<Bytes> found = records.find(NAME);
      if (found.isEmpty()) {
        return -1;
      }
      int number = found.get().asByteBuffer().getInt();
      assertThat(found.get()).isEqualTo(record(number));
      return number;
    }
  }

  static Block block(int number) {
    return Block.hashing(1, Cid.RAW, filled(number, BLOCK_BYTES));
  }

  /** A block for the cache; its bytes are no kept block's. */
  static Block cached(int number) {
    return Block.hashing(1, Cid.RAW, filled(-number, BLOCK_BYTES));
  }

  static PrivateKey key(int number) {
    return Keys.generate(KeyType.ED25519, new Random(number));
  }

  private static Bytes record(int number) {
    return filled(number, RECORD_BYTES);
  }

  private static Bytes filled(int number, int length) {
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      bytes.putInt(number);
    }
    return Bytes.wrap(bytes.array());
  }
}
