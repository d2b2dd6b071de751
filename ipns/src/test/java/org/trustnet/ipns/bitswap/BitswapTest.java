package org.trustnet.ipns.bitswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockStoreConfig;
import org.trustnet.ipns.blocks.FileBlockStore;
import org.trustnet.ipns.blocks.MemoryBlockStore;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.libp2p.rpc.MessageStream;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Varint;

/** Bitswap on a real stream, with a peer that says what the test wants. An edge: real time. */
@Timeout(60)
class BitswapTest {
  private static final Duration PATIENCE = TestHosts.PATIENCE;
  private static final Block BLOCK = Block.hashing(1, Cid.RAW, Bytes.utf8("what is asked for"));

  /** Field 15, bytes: no field of a Bitswap message. */
  private static final Bytes UNKNOWN_FIELD = Bytes.hex("7a");

  private final TestHosts hosts = new TestHosts();
  private final MemoryBlockStore store = new MemoryBlockStore();
  private final HostNode node = hosts.start();
  private final HostNode peer = hosts.start();
  private final BlockingQueue<BitswapMessage> told = new LinkedBlockingQueue<>(16);
  private final Bitswap bitswap =
      new Bitswap(
          node, store, BitswapConfig.serving((_, _) -> true, 0), (_, _, _) -> {}, System::nanoTime);

  @AfterEach
  void end() {
    bitswap.close();
    hosts.close();
  }

  private void meet() {
    peer.handle(Bitswap.PROTOCOLS.getFirst(), this::hear);
    TestHosts.connect(peer, node);
  }

  private void hear(Stream stream) throws StreamException {
    MessageStream messages = new MessageStream(stream, System::nanoTime);
    var next = messages.read(BitswapWire.MAX_MESSAGE, PATIENCE);
    while (next.isPresent()) {
      told.add(BitswapWire.decode(next.get()));
      next = messages.read(BitswapWire.MAX_MESSAGE, PATIENCE);
    }
  }

  private static Bytes asking(Cid cid) {
    return BitswapWire.encode(
        new BitswapMessage(
            List.of(Want.block(cid)),
            BitswapMessage.Scope.CHANGE,
            List.of(),
            List.of(),
            List.of()));
  }

  /** The message with so much behind it that nobody reads that it has this length. */
  private static Bytes padded(Bytes message, int length) {
    int rest = length - message.length() - UNKNOWN_FIELD.length();
    int padding = rest - Varint.size(rest);
    return Bytes.concat(
        message, UNKNOWN_FIELD, Varint.encode(padding), Bytes.wrap(new byte[padding]));
  }

  private Stream say(Bytes message) throws StreamException {
    Stream stream = peer.open(node.peer(), Bitswap.PROTOCOLS, PATIENCE);
    new MessageStream(stream, System::nanoTime).write(message, PATIENCE);
    return stream;
  }

  @Test
  void readsAMessageOfTheLimit() throws Exception {
    store.put(BLOCK, Retention.KEPT);
    meet();
    Bytes message = padded(asking(BLOCK.cid()), BitswapWire.MAX_MESSAGE);
    assertThat(message.length()).isEqualTo(BitswapWire.MAX_MESSAGE);

    try (Stream stream = say(message)) {
      assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS).blocks()).containsExactly(BLOCK);
    }
  }

  @Test
  void resetsTheStreamOfAMessageThatIsAByteLonger() throws Exception {
    store.put(BLOCK, Retention.KEPT);
    meet();
    Stream stream = peer.open(node.peer(), Bitswap.PROTOCOLS, PATIENCE);
    stream.write(Varint.encode(BitswapWire.MAX_MESSAGE + 1), PATIENCE);

    assertThatThrownBy(() -> stream.read(new byte[1], 0, 1, PATIENCE))
        .isInstanceOf(StreamException.class);
    try (Stream next = say(asking(BLOCK.cid()))) {
      assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS).blocks())
          .as("the connection stands")
          .containsExactly(BLOCK);
    }
  }

  @Test
  void blockThatTheDiskDoesNotGiveIsOneThatWeHaveNot(@TempDir Path folder) throws Exception {
    FileBlockStore disk =
        FileBlockStore.open(
            folder, new BlockStoreConfig(1 << 20, 0), InstantSource.fixed(Instant.EPOCH));
    Block broken = Block.hashing(1, Cid.RAW, Bytes.utf8("what the disk does not give"));
    disk.put(BLOCK, Retention.KEPT);
    disk.put(broken, Retention.KEPT);
    bitswap.close();
    try (Bitswap serving =
        new Bitswap(
            node,
            disk,
            BitswapConfig.serving((_, _) -> true, 0),
            (_, _, _) -> {},
            System::nanoTime)) {
      makeAFolderOf(fileOf(folder, broken));
      meet();
      try (Stream stream = say(asking(broken.cid()))) {
        assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS).dontHave())
            .containsExactly(broken.cid());
        new MessageStream(stream, System::nanoTime).write(asking(BLOCK.cid()), PATIENCE);
        assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS).blocks())
            .containsExactly(BLOCK);
      }
      assertThat(serving.figures().blocksUnwanted()).isZero();
    }
  }

  private static Path fileOf(Path folder, Block block) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toFile().length() == block.data().length())
          .findFirst()
          .orElseThrow();
    }
  }

  private static void makeAFolderOf(Path file) throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
  }

  @Test
  void countsWhatNobodyAskedForAndStoresNoneOfIt() throws Exception {
    meet();
    BitswapMessage unasked =
        new BitswapMessage(
            List.of(Want.block(absent(1))),
            BitswapMessage.Scope.CHANGE,
            List.of(BLOCK),
            List.of(),
            List.of());

    try (Stream stream = say(BitswapWire.encode(unasked))) {
      assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS).dontHave())
          .containsExactly(absent(1));
      assertThat(store.has(BLOCK.cid())).isFalse();
      assertThat(bitswap.figures().blocksUnwanted()).isEqualTo(1);
    }
  }

  private static Cid absent(int n) {
    return Block.hashing(1, Cid.RAW, Bytes.utf8("absent " + n)).cid();
  }

  @Test
  void givesBackWhatAPeerWantedWhenItLeaves() throws Exception {
    meet();
    try (Stream stream = say(asking(absent(1)))) {
      assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS).dontHave()).isNotEmpty();
      assertThat(bitswap.wantsHeld()).isEqualTo(1);
    }

    CountDownLatch left = new CountDownLatch(1);
    node.listen(
        new HostListener() {
          @Override
          public void onDisconnected(Connection connection) {
            left.countDown();
          }
        });
    peer.close();

    assertThat(left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(bitswap.wantsHeld()).as("Bitswap heard of it before").isZero();
  }

  @Test
  void hasTheBlockOfNoBytesThatBoxoNeverSends() throws Exception {
    Block nothing = Block.hashing(1, Cid.RAW, Bytes.empty());

    try (Fetch fetch = bitswap.fetch(PATIENCE)) {
      assertThat(fetch.fetch(nothing.cid())).isEqualTo(nothing);
    }
  }

  @Test
  void fetchesForAsManyOperationsAsTheLimitAndNotForOneMore() {
    List<Fetch> open = new ArrayList<>();
    for (int i = 0; i < Bitswap.MAX_FETCHES; i++) {
      open.add(bitswap.fetch(PATIENCE));
    }

    assertThatThrownBy(() -> bitswap.fetch(PATIENCE)).isInstanceOf(Bitswap.BusyException.class);
    open.getFirst().close();
    bitswap.fetch(PATIENCE).close();
  }
}
