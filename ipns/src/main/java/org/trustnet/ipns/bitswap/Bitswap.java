package org.trustnet.ipns.bitswap;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockStore;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.rpc.MessageStream;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.PeerId;

/** Exchanges blocks with peers, both sides. Safe on any thread. */
public final class Bitswap implements AutoCloseable {
  /** Protocol IDs, the newest first. */
  public static final List<String> PROTOCOLS =
      List.of("/ipfs/bitswap/1.2.0", "/ipfs/bitswap/1.1.0", "/ipfs/bitswap/1.0.0", "/ipfs/bitswap");

  /** Operations that fetch at once. */
  public static final int MAX_FETCHES = 256;

  /** How long an inbound stream may be silent. */
  private static final Duration READ_IDLE = Duration.ofMinutes(2);

  /** Finds peers that provide a CID; may block, ends at the deadline or an interrupt. */
  @FunctionalInterface
  public interface ProviderSearch {
    /** Gives each provider, connected to, to {@code found}. */
    void search(Cid cid, Duration timeout, java.util.function.Consumer<PeerId> found)
        throws InterruptedException;
  }

  /** Too many operations fetch already. */
  public static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException() {
      super(MAX_FETCHES + " operations fetch blocks already: try again", null, false, false);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Bitswap.class);

  private final Host host;
  private final BlockStore store;
  private final BitswapConfig config;
  private final ProviderSearch providers;
  private final LongSupplier nanos;
  private final Map<PeerId, PeerLink> links = new ConcurrentHashMap<>();
  private final Set<Fetch> fetches = ConcurrentHashMap.newKeySet();
  private final WantBudget budget;
  private final Inflow inflow = new Inflow();
  private final LongAdder received = new LongAdder();
  private final LongAdder unwanted = new LongAdder();

  /** Whether it was said that a block cannot be read. */
  private final AtomicBoolean unreadable = new AtomicBoolean();

  /**
   * Registers the protocols with {@code host}.
   *
   * @param store where blocks come from and fetched ones are cached
   * @param providers asked for peers when no connected one has a block
   */
  public Bitswap(
      Host host,
      BlockStore store,
      BitswapConfig config,
      ProviderSearch providers,
      LongSupplier nanos) {
    this.host = host;
    this.store = store;
    this.config = config;
    this.budget = new WantBudget(config.maxWants());
    this.providers = providers;
    this.nanos = nanos;
    host.listen(new Listener());
    PROTOCOLS.forEach(protocol -> host.handle(protocol, this::serve));
  }

  /**
   * A source of blocks for one operation, to be closed after it.
   *
   * @throws BusyException if {@link #MAX_FETCHES} are open
   */
  public Fetch fetch(Duration timeout) {
    if (fetches.size() >= MAX_FETCHES) {
      throw new BusyException();
    }
    Fetch fetch = new Fetch(this, nanos, timeout);
    fetches.add(fetch);
    for (Connection connection : host.connections()) {
      if (speaks(connection.peer())) {
        fetch.addPeer(connection.peer());
      }
    }
    return fetch;
  }

  private boolean speaks(PeerId peer) {
    return host.addressBook().protocols(peer).stream().anyMatch(PROTOCOLS::contains);
  }

  /** A block was added to the store: peers that wait for it get it. */
  public void added(Cid cid) {
    links.values().forEach(link -> link.arrived(cid.hash()));
  }

  /** Figures since the start. */
  public record Figures(
      long blocksReceived, long blocksUnwanted, long blocksSent, long bytesSent) {}

  public Figures figures() {
    long blocks = 0;
    long bytes = 0;
    for (PeerLink link : links.values()) {
      bytes += link.figures().get(0);
      blocks += link.figures().get(1);
    }
    return new Figures(received.sum(), unwanted.sum(), blocks, bytes);
  }

  /** The blocks that operations wait for, and how many peers have been asked for each. */
  public Map<Cid, Integer> wanted() {
    Map<Cid, Integer> all = new LinkedHashMap<>();
    for (Fetch fetch : fetches) {
      fetch.asked().forEach((cid, asked) -> all.merge(cid, asked, Math::max));
    }
    return all;
  }

  /** How many wants of all peers are held. */
  int wantsHeld() {
    return budget.held();
  }

  private void serve(Stream stream) throws StreamException {
    PeerId peer = stream.connection().peer();
    MessageStream messages = new MessageStream(stream, nanos, inflow.of(peer));
    try {
      Optional<Bytes> next = messages.read(BitswapWire.MAX_MESSAGE, READ_IDLE);
      while (next.isPresent()) {
        onMessage(peer, BitswapWire.decode(next.get()));
        next = messages.read(BitswapWire.MAX_MESSAGE, READ_IDLE);
      }
    } finally {
      messages.release();
    }
  }

  private void onMessage(PeerId peer, BitswapMessage message) {
    if (!message.wants().isEmpty() || message.scope() == BitswapMessage.Scope.FULL) {
      link(peer).take(message.wants(), message.scope());
      if (host.connections(peer).isEmpty()) {
        forget(peer); // it left before its message was read, and nobody would tell us again
      }
    }
    int lies = message.refusedBlocks();
    for (Block block : message.blocks()) {
      lies += received(peer, block) ? 0 : 1;
    }
    fetches.forEach(fetch -> fetch.answered(peer, message.have(), message.dontHave()));
    for (int i = 0; i < lies; i++) {
      unwanted.increment();
      fetches.forEach(fetch -> fetch.unwanted(peer));
    }
  }

  /** Whether the block was wanted, or at least asked for. */
  private boolean received(PeerId peer, Block block) {
    received.increment();
    boolean honest = link(peer).answers(block.cid().hash());
    for (Fetch fetch : fetches) {
      honest |= fetch.received(peer, block);
    }
    return honest;
  }

  private PeerLink link(PeerId peer) {
    PeerLink link = links.computeIfAbsent(peer, p -> newLink(p));
    // A message that is read after its connection ended must not leave a link behind.
    if (host.connections(peer).isEmpty() && links.remove(peer, link)) {
      link.close();
    }
    return link;
  }

  private PeerLink newLink(PeerId peer) {
    return new PeerLink(peer, host, config, budget, new StoreBlocks(), nanos);
  }

  private void forget(PeerId peer) {
    PeerLink link = links.remove(peer);
    if (link != null) {
      link.close();
    }
  }

  boolean tell(PeerId peer, Want want) {
    return !host.connections(peer).isEmpty() && link(peer).tell(want);
  }

  Optional<Block> local(Cid cid) {
    return Block.inlined(cid).or(() -> store.get(cid)).or(() -> empty(cid));
  }

  boolean hasLocally(Cid cid) {
    return store.has(cid) || empty(cid).isPresent();
  }

  /** The block of no bytes, which boxo says it has and never sends (0.42.1, engine.go). */
  private static Optional<Block> empty(Cid cid) {
    return Block.verified(cid, Bytes.empty());
  }

  void cache(Block block) {
    store.put(block, Retention.CACHED);
    added(block.cid());
  }

  /** Looks for providers on the calling thread until time is up or it is interrupted. */
  void search(Cid cid, Fetch fetch, Duration timeout) {
    try {
      providers.search(cid, timeout, fetch::addPeer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void ended(Fetch fetch) {
    fetches.remove(fetch);
  }

  @Override
  public void close() {
    PROTOCOLS.forEach(host::remove);
    List.copyOf(fetches).forEach(Fetch::close);
    links.values().forEach(PeerLink::close);
    links.clear();
  }

  /** The store as a link sees it. */
  private final class StoreBlocks implements PeerLink.Blocks {
    @Override
    public boolean serves(PeerId peer, Cid cid) {
      return config.serves().test(peer, cid);
    }

    @Override
    public OptionalLong size(Cid cid) {
      return read(cid, () -> store.size(cid), OptionalLong.empty());
    }

    @Override
    public Optional<Block> block(Cid cid) {
      return read(cid, () -> store.get(cid), Optional.empty());
    }

    /** A block that the disk does not give is one that we have not. */
    private <T> T read(Cid cid, Supplier<T> reading, T absent) {
      try {
        return reading.get();
      } catch (UncheckedIOException e) {
        Level level = unreadable.getAndSet(true) ? Level.DEBUG : Level.WARN; // a peer can ask often
        LOG.atLevel(level).log("{} is given to nobody: {}", cid, e.getMessage());
        return absent;
      }
    }
  }

  /** Follows who is connected. */
  private final class Listener implements HostListener {
    @Override
    public void onIdentified(Connection connection, Identity identity) {
      if (identity.protocols().stream().anyMatch(PROTOCOLS::contains)) {
        fetches.forEach(fetch -> fetch.addPeer(identity.peer()));
      }
    }

    @Override
    public void onDisconnected(Connection connection) {
      PeerId peer = connection.peer();
      if (host.connections(peer).isEmpty()) {
        forget(peer);
        fetches.forEach(fetch -> fetch.removePeer(peer));
      }
    }
  }
}
