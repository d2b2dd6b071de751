package org.trustnet.libp2p.kad;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.ConnectionManager;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.LoopProtocol;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamHandler;
import org.trustnet.libp2p.host.limits.AddressGroup;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/** Hosts in one process: connections that always succeed, streams over one real event loop. */
final class LoopbackHosts implements AutoCloseable {
  private static final Bytes END = Bytes.utf8("end");
  private static final Bytes RESET = Bytes.utf8("reset");

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final Map<PeerId, LoopbackHost> hosts = new ConcurrentHashMap<>();
  private final AtomicLong connectionIds = new AtomicLong();
  final AtomicLong streamsOpened = new AtomicLong();

  LoopbackHost create(int number) {
    LoopbackHost host = new LoopbackHost(TestPeers.peer(number), addressOf(number));
    hosts.put(host.peer(), host);
    return host;
  }

  private static Multiaddr addressOf(int number) {
    return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + (1_000 + number));
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  final class LoopbackHost implements Host {
    private final PeerId peer;
    private final Multiaddr address;
    private final Map<String, LoopProtocol> served = new ConcurrentHashMap<>();
    private final Map<PeerId, End> connections = new ConcurrentHashMap<>();
    private final List<HostListener> listeners = new CopyOnWriteArrayList<>();
    private final Book book = new Book();

    /** Peers that this host may not connect to any more. */
    final Set<PeerId> barred = ConcurrentHashMap.newKeySet();

    LoopbackHost(PeerId peer, Multiaddr address) {
      this.peer = peer;
      this.address = address;
    }

    @Override
    public PeerId peer() {
      return peer;
    }

    @Override
    public List<Multiaddr> listenAddresses() {
      return List.of(address);
    }

    @Override
    public List<Multiaddr> announcedAddresses() {
      return List.of(address);
    }

    @Override
    public Set<String> protocols() {
      return new TreeSet<>(served.keySet());
    }

    @Override
    public DialOutcome connect(PeerId to, DialTargets targets, Duration timeout) {
      LoopbackHost other = hosts.get(to);
      if (other == null) {
        return new DialOutcome.NoAddress();
      }
      End end = connections.get(to);
      if (end != null) {
        return new DialOutcome.Connected(end, true);
      }
      End ours = new End(this, other, Connection.Direction.OUTBOUND);
      connections.put(to, ours);
      other.connections.put(peer, new End(other, this, Connection.Direction.INBOUND));
      identify(other);
      other.identify(this);
      return new DialOutcome.Connected(ours, false);
    }

    @Override
    public boolean permits(PeerId other) {
      return !barred.contains(other);
    }

    /** What {@code other} tells this host. */
    void identify(LoopbackHost other) {
      End end = connections.get(other.peer);
      var identity =
          new HostListener.Identity(
              other.peer,
              "test",
              "test",
              other.protocols(),
              other.announcedAddresses(),
              Optional.empty());
      listeners.forEach(listener -> listener.onIdentified(end, identity));
    }

    private void push() {
      connections.keySet().forEach(other -> hosts.get(other).identify(this));
    }

    @Override
    public List<Connection> connections(PeerId to) {
      End end = connections.get(to);
      return end == null ? List.of() : List.of(end);
    }

    @Override
    public List<Connection> connections() {
      return new ArrayList<>(connections.values());
    }

    @Override
    public Stream open(PeerId to, List<String> protocols, Duration timeout) {
      throw new UnsupportedOperationException("not used by kad");
    }

    @Override
    public void handle(String protocol, StreamHandler handler) {
      throw new UnsupportedOperationException("not used by kad");
    }

    @Override
    public void handleOnLoop(String protocol, LoopProtocol handler) {
      served.put(protocol, handler);
      push();
    }

    @Override
    public void remove(String protocol) {
      served.remove(protocol);
      push();
    }

    @Override
    public void listen(HostListener listener) {
      listeners.add(listener);
    }

    @Override
    public AddressBook addressBook() {
      return book;
    }

    @Override
    public ConnectionManager connectionManager() {
      throw new UnsupportedOperationException("not used by kad");
    }

    @Override
    public void close() {
      hosts.remove(peer);
    }
  }

  /** Knows what the hosts that are there say of themselves. */
  private final class Book implements AddressBook {
    @Override
    public void add(PeerId peer, Collection<Multiaddr> addresses, Duration timeToLive) {
      // the hosts themselves are asked
    }

    @Override
    public boolean addCertified(
        PeerId peer, long sequence, List<Multiaddr> addresses, Bytes envelope, Duration life) {
      return false;
    }

    @Override
    public List<Multiaddr> addresses(PeerId peer) {
      LoopbackHost host = hosts.get(peer);
      return host == null ? List.of() : host.announcedAddresses();
    }

    @Override
    public List<Multiaddr> lastKnown(PeerId peer) {
      return addresses(peer);
    }

    @Override
    public void connected(PeerId peer) {
      // the hosts themselves are asked
    }

    @Override
    public void renew(PeerId peer, Duration timeToLive) {
      // the hosts themselves are asked
    }

    @Override
    public void disconnected(PeerId peer, Duration timeToLive) {
      // the hosts themselves are asked
    }

    @Override
    public Optional<Bytes> signedRecord(PeerId peer) {
      return Optional.empty();
    }

    @Override
    public void protocols(PeerId peer, Set<String> protocols) {
      // the hosts themselves are asked
    }

    @Override
    public Set<String> protocols(PeerId peer) {
      LoopbackHost host = hosts.get(peer);
      return host == null ? Set.of() : host.protocols();
    }

    @Override
    public void dialled(PeerId peer, boolean success, Instant when) {
      // not kept
    }

    @Override
    public List<Remembered> remembered(int limit) {
      return List.of();
    }

    @Override
    public void forget(PeerId peer) {
      // nothing is kept
    }
  }

  private final class End implements Connection {
    private final LoopbackHost here;
    private final LoopbackHost there;
    private final Direction direction;
    private final long id = connectionIds.incrementAndGet();

    End(LoopbackHost here, LoopbackHost there, Direction direction) {
      this.here = here;
      this.there = there;
      this.direction = direction;
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public PeerId peer() {
      return there.peer();
    }

    @Override
    public Optional<Duration> latency() {
      return Optional.empty();
    }

    @Override
    public PublicKey peerKey() {
      throw new UnsupportedOperationException("not used by kad");
    }

    @Override
    public Direction direction() {
      return direction;
    }

    @Override
    public Multiaddr remoteAddress() {
      return there.address;
    }

    @Override
    public AddressGroup group() {
      return AddressGroup.of(remoteAddress(), ResourceLimits.Loopback.BY_PORT);
    }

    @Override
    public Multiaddr localAddress() {
      return here.address;
    }

    @Override
    public String security() {
      return "/noise";
    }

    @Override
    public String muxer() {
      return "/yamux/1.0.0";
    }

    @Override
    public long openedNanos() {
      return 0;
    }

    @Override
    public int streams() {
      return 0;
    }

    @Override
    public boolean isOpen() {
      return hosts.containsKey(there.peer());
    }

    @Override
    public Stream open(List<String> protocols, Duration timeout) throws StreamException {
      LoopProtocol handler = there.served.get(protocols.getFirst());
      if (handler == null || !isOpen()) {
        throw new StreamException(StreamException.Kind.UNSUPPORTED, "not served");
      }
      streamsOpened.incrementAndGet();
      Pipe pipe = new Pipe(this, protocols.getFirst());
      Connection inbound = there.connections.get(here.peer());
      loop.submit(() -> pipe.listen(handler.accept(pipe.server, inbound, new Loop(loop))))
          .awaitUninterruptibly();
      return pipe;
    }

    @Override
    public void close() {
      here.connections.remove(there.peer());
    }
  }

  /** The client's end of a stream, and within it the server's. */
  private final class Pipe implements Stream {
    private final End end;
    private final String protocol;
    private final BlockingQueue<Bytes> toClient = new ArrayBlockingQueue<>(1_000);
    private final Server server = new Server();
    private Bytes rest = Bytes.empty();
    private StreamListener listener;

    Pipe(End end, String protocol) {
      this.end = end;
      this.protocol = protocol;
    }

    void listen(StreamListener to) {
      listener = to;
    }

    @Override
    public Connection connection() {
      return end;
    }

    @Override
    public String protocol() {
      return protocol;
    }

    @Override
    public int read(byte[] target, int offset, int length, Duration timeout)
        throws StreamException {
      try {
        if (rest.isEmpty()) {
          Bytes next = toClient.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
          if (next == null) {
            throw new StreamException(StreamException.Kind.TIMEOUT, "nothing came");
          }
          if (next == END) {
            return -1;
          }
          if (next == RESET) {
            throw new StreamException(StreamException.Kind.RESET, "reset by the server");
          }
          rest = next;
        }
      } catch (InterruptedException e) {
        throw new StreamException(StreamException.Kind.INTERRUPTED, "interrupted");
      }
      int count = Math.min(length, rest.length());
      rest.slice(0, count).copyTo(target, offset);
      rest = rest.slice(count);
      return count;
    }

    @Override
    public void write(Bytes data, Duration timeout) {
      loop.execute(() -> listener.onData(Unpooled.wrappedBuffer(data.toArray())));
    }

    @Override
    public void closeWrite() {
      loop.execute(() -> listener.onEnd());
    }

    @Override
    public void reset() {
      loop.execute(() -> listener.onReset());
    }

    @Override
    public void close() {
      closeWrite();
    }

    private final class Server implements MuxedStream {
      @Override
      public long id() {
        return 1;
      }

      @Override
      public boolean inbound() {
        return true;
      }

      @Override
      public void listen(StreamListener to) {
        listener = to;
      }

      @Override
      public void write(ByteBuf data) {
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        data.release();
        toClient.add(Bytes.wrap(bytes));
      }

      @Override
      public void flush() {
        // written through
      }

      @Override
      public boolean writable() {
        return true;
      }

      @Override
      public void consumed(int bytes) {
        // no window here
      }

      @Override
      public void closeWrite() {
        toClient.add(END);
      }

      @Override
      public void reset() {
        toClient.add(RESET);
      }
    }
  }
}
