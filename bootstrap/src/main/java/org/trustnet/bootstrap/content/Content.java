package org.trustnet.bootstrap.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.trustnet.bootstrap.clock.ForwardClock;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.ipns.bitswap.Bitswap;
import org.trustnet.ipns.bitswap.BitswapConfig;
import org.trustnet.ipns.bitswap.Fetch;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.BlockStore;
import org.trustnet.ipns.blocks.BlockStoreConfig;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.FileBlockStore;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.ipns.unixfs.FileImporter;
import org.trustnet.ipns.unixfs.ImportConfig;
import org.trustnet.ipns.unixfs.Imported;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.PutOutcome;
import org.trustnet.multiformats.Cid;

/** What the node holds, and what it can fetch. Safe on any thread. */
public final class Content implements AutoCloseable {
  private static final Duration ANNOUNCE = Duration.ofSeconds(60);

  /** Those whom blocks are exchanged with, and the DHT that is told of them. */
  public record Peers(Host host, DualKad kad) {}

  private final Peers peers;
  private final BlockStore store;
  private final Bitswap bitswap;
  private final Telling telling;
  private final Roots roots;
  private final String serve;

  private Content(
      Peers peers, BlockStore store, Bitswap bitswap, Telling telling, Roots roots, String serve) {
    this.peers = peers;
    this.store = store;
    this.bitswap = bitswap;
    this.telling = telling;
    this.roots = roots;
    this.serve = serve;
  }

  /**
   * Opens the store in {@code folder}, begins to exchange blocks, and announces what earlier runs
   * kept as soon as there is somebody.
   */
  public static Content open(
      Path folder, Config config, Peers peers, Roots roots, InstantSource wall, LongSupplier nanos)
      throws IOException {
    FileBlockStore store =
        FileBlockStore.open(
            folder,
            new BlockStoreConfig(
                config.value(ConfigKeys.STORAGE_MAX), config.value(ConfigKeys.STORAGE_RESERVE)),
            wall);
    String serve = config.value(ConfigKeys.BITSWAP_SERVE);
    Bitswap bitswap =
        new Bitswap(
            peers.host(),
            store,
            BitswapConfig.serving(
                (_, cid) -> serves(serve, store, cid), Runtime.getRuntime().maxMemory()),
            new DhtProviders(peers.host(), peers.kad()),
            nanos);
    Dht dht = new Dht(peers.kad());
    Announcer announcer =
        new Announcer(
            dht,
            () -> serve.equals("none") ? List.of() : dht.claimed(kept(roots.all(), store)),
            new ForwardClock(wall, nanos));
    announcer.start();
    return new Content(peers, store, bitswap, new Telling(dht, announcer), roots, serve);
  }

  private static List<Cid> kept(List<Cid> roots, BlockStore store) {
    return roots.stream()
        .filter(root -> store.retention(root).filter(r -> r == Retention.KEPT).isPresent())
        .toList();
  }

  private static boolean serves(String serve, BlockStore store, Cid cid) {
    return switch (serve) {
      case "all" -> true;
      case "none" -> false;
      default -> store.retention(cid).filter(r -> r == Retention.KEPT).isPresent();
    };
  }

  public BlockStore store() {
    return store;
  }

  public Bitswap bitswap() {
    return bitswap;
  }

  /** Whether there is nobody now who could send a block: no connection, and no peer to ask. */
  public boolean alone() {
    return peers.host().connections().isEmpty() && !peers.kad().hasPeers();
  }

  /** A source of blocks for one operation; close it after use. */
  public Fetch fetch(Duration timeout) {
    return bitswap.fetch(timeout);
  }

  /** Where written blocks go: the store, for good. */
  public BlockSink keeping() {
    BlockSink sink = BlockSink.into(store, Retention.KEPT);
    return block -> {
      sink.accept(block);
      bitswap.added(block.cid());
    };
  }

  /**
   * Keeps a file and tells the DHT, without waiting for it, that we have it.
   *
   * @throws ContentException if the disk refuses
   */
  public Imported keep(InputStream file, ImportConfig config) throws IOException {
    Imported imported = new FileImporter(config, keeping()).add(file);
    announce(List.of(imported.cid()));
    return imported;
  }

  /** Keeps one block. */
  public void keep(Block block) throws ContentException {
    keeping().accept(block);
  }

  /**
   * Tells the DHT in the background, as soon as somebody is there, that we provide these roots; and
   * after every start those of them that are kept.
   */
  public void announce(List<Cid> added) {
    announceLater(added);
    if (!serve.equals("none")) {
      telling.announcer().tell(telling.dht().claimed(added));
    }
  }

  /** Has those of these roots that are kept announced from the next start on. */
  public void announceLater(List<Cid> added) {
    roots.add(kept(added, store));
  }

  @Override
  public void close() {
    telling.announcer().close();
    bitswap.close();
  }

  /** What tells others of what we have. */
  private record Telling(Dht dht, Announcer announcer) {}

  /** The DHT as what announces sees it. */
  private record Dht(DualKad kad) implements Announcer.Providing {
    @Override
    public boolean hasPeers() {
      return kad.hasPeers();
    }

    /** Names us at once to whoever asks this node for these. */
    List<Cid> claimed(List<Cid> had) {
      had.forEach(root -> kad.claim(root.hash().encode()));
      return had;
    }

    @Override
    public int provide(Cid root) {
      return kad.provide(root.hash().encode(), ANNOUNCE) instanceof PutOutcome.Sent sent
          ? sent.stored()
          : 0;
    }
  }
}
