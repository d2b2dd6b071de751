package org.trustnet.libp2p.identify;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.HostListener.Identity;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.limits.RateBudget;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;
import org.trustnet.libp2p.rpc.MessageStream;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;

/** Identify on one host: answers, asks, pushes. */
public final class IdentifyService {
  private static final Logger LOG = LoggerFactory.getLogger(IdentifyService.class);

  /** Hears what peers say. On virtual threads; may block for a short while. */
  @FunctionalInterface
  public interface Listener {
    void identified(Connection connection, Identity identity);
  }

  /**
   * Where time comes from.
   *
   * @param wall for the sequence of signed records, which must not fall over restarts
   * @param nanos for time limits
   */
  public record Clocks(InstantSource wall, LongSupplier nanos) {}

  private final Host host;
  private final IdentifyConfig config;
  private final PrivateKey key;
  private final Clocks clocks;
  private final Listener listener;
  private final AtomicLong sequence = new AtomicLong();
  private final Semaphore pushes = new Semaphore(IdentifyConfig.MAX_PUSHES);
  private final RateBudget<Long> pushed =
      new RateBudget<>(IdentifyConfig.PUSHES_PER_SECOND, IdentifyConfig.PUSH_BURST);
  private volatile Announcement here;
  private volatile Announcement elsewhere;

  /**
   * Identify for {@code host}, not yet served.
   *
   * @param listener hears of every peer that was identified, first time and by push
   */
  public IdentifyService(
      Host host, IdentifyConfig config, PrivateKey key, Clocks clocks, Listener listener) {
    this.host = host;
    this.config = config;
    this.key = key;
    this.clocks = clocks;
    this.listener = listener;
    this.here = announcement(AddressView.LOOPBACK);
    this.elsewhere = announcement(AddressView.PRIVATE);
  }

  /** Answers peers from now on and takes their pushes. */
  public void serve() {
    host.handleOnLoop(IdentifyConfig.PROTOCOL, this::answer);
    host.handle(IdentifyConfig.PUSH_PROTOCOL, this::pushed);
  }

  /** Encodes anew what we say. Signs; not on an event loop. Whether it differs from before. */
  public synchronized boolean refresh() {
    Announcement nextHere = announcement(AddressView.LOOPBACK);
    Announcement nextElsewhere = announcement(AddressView.PRIVATE);
    boolean differs = !nextHere.first().equals(here.first());
    here = nextHere;
    elsewhere = nextElsewhere;
    return differs;
  }

  /**
   * Asks the other end of {@code connection}. Blocks for at most the configured time.
   *
   * @throws StreamException if it does not answer
   * @throws WireException if the answer breaks the protocol
   */
  public Identity identify(Connection connection) throws StreamException {
    try (Stream stream = connection.open(List.of(IdentifyConfig.PROTOCOL), config.timeout())) {
      stream.closeWrite();
      return receivedOrReset(stream);
    }
  }

  /** Tells {@code connections} what we say now, a few at a time, on {@code threads}. Blocks. */
  public void push(List<? extends Connection> connections, Executor threads)
      throws InterruptedException {
    for (Connection connection : connections) {
      pushes.acquire();
      try {
        threads.execute(
            () -> {
              try {
                push(connection);
              } finally {
                pushes.release();
              }
            });
      } catch (RejectedExecutionException e) {
        pushes.release();
        return;
      }
    }
  }

  private void push(Connection connection) {
    if (!connection.isOpen()) {
      return;
    }
    try (Stream stream = connection.open(List.of(IdentifyConfig.PUSH_PROTOCOL), config.timeout())) {
      stream.write(message(connection.remoteAddress()), config.timeout());
    } catch (StreamException e) {
      LOG.debug("no identify push to {}: {}", connection.peer(), e.getMessage());
    }
  }

  private Bytes message(Multiaddr remote) {
    return (AddressView.of(remote) == AddressView.LOOPBACK ? here : elsewhere).frames(remote);
  }

  private StreamListener answer(MuxedStream stream, Connection connection, Loop loop) {
    stream.write(Unpooled.wrappedBuffer(message(connection.remoteAddress()).asByteBuffer()));
    stream.closeWrite();
    stream.flush();
    return new Silence(stream);
  }

  private void pushed(Stream stream) throws StreamException {
    if (!pushed.take(stream.connection().id(), clocks.nanos.getAsLong())) {
      throw WireException.connection(
          Code.OVER_BUDGET, "identify: more than " + IdentifyConfig.PUSH_BURST + " pushes at once");
    }
    received(stream);
  }

  /** A peer whose answer is no good must not hold the stream open by sending on. */
  private Identity receivedOrReset(Stream stream) throws StreamException {
    boolean good = false;
    try {
      Identity identity = received(stream);
      good = true;
      return identity;
    } finally {
      if (!good) {
        stream.reset();
      }
    }
  }

  private Identity received(Stream stream) throws StreamException {
    Connection connection = stream.connection();
    IdentifyMessage message = IdentifyWire.decode(readParts(stream));
    if (message.key().isPresent() && !message.key().get().equals(connection.peerKey())) {
      throw WireException.stream(Code.WRONG_PEER, "identify with another peer's key");
    }
    Identity identity = remember(connection, message);
    listener.identified(connection, identity);
    return identity;
  }

  private Bytes readParts(Stream stream) throws StreamException {
    long deadline = clocks.nanos.getAsLong() + config.timeout().toNanos();
    MessageStream parts = new MessageStream(stream, clocks.nanos);
    ByteArrayOutputStream merged = new ByteArrayOutputStream();
    for (int i = 0; i <= IdentifyConfig.MAX_PARTS; i++) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - clocks.nanos.getAsLong()));
      Optional<Bytes> part = parts.read(IdentifyConfig.PART_BYTES, left);
      if (part.isEmpty()) {
        return Bytes.wrap(merged.toByteArray());
      }
      merged.writeBytes(part.get().toArray());
    }
    throw WireException.stream(
        Code.TOO_LARGE, "identify in more than " + IdentifyConfig.MAX_PARTS + " parts");
  }

  private Identity remember(Connection connection, IdentifyMessage message) {
    AddressView view = AddressView.of(connection.remoteAddress());
    List<Multiaddr> addresses = view.told(message.addresses());
    Set<String> protocols = message.protocols();
    host.addressBook().protocols(connection.peer(), protocols);
    Optional<Bytes> envelope = message.signedRecord();
    Optional<PeerRecord> record = envelope.flatMap(bytes -> opened(connection, bytes));
    if (record.isPresent()) {
      addresses = view.told(record.get().addresses());
      boolean taken =
          host.addressBook()
              .addCertified(
                  connection.peer(),
                  record.get().sequence(),
                  addresses,
                  envelope.get(),
                  config.addressLife());
      addresses = taken ? addresses : host.addressBook().addresses(connection.peer());
    } else {
      host.addressBook().add(connection.peer(), addresses, config.addressLife());
    }
    return new Identity(
        connection.peer(),
        message.agent(),
        message.protocolVersion(),
        protocols,
        addresses,
        message.observed());
  }

  /** A record that does not verify is as good as none: rust signs for another domain. */
  private static Optional<PeerRecord> opened(Connection connection, Bytes envelope) {
    try {
      return Optional.of(PeerRecord.open(envelope, connection.peer()));
    } catch (WireException e) {
      LOG.trace("the signed record of {} is not used: {}", connection.peer(), e.getMessage());
      return Optional.empty();
    }
  }

  private Announcement announcement(AddressView view) {
    List<Multiaddr> addresses = view.telling(host.announcedAddresses());
    return Announcement.of(key, addresses, host.protocols(), config, nextSequence());
  }

  /** Nanoseconds of the epoch, as go-libp2p has it, and always more than the last. */
  private long nextSequence() {
    java.time.Instant now = clocks.wall.instant();
    long nanos = Math.addExact(now.getEpochSecond() * 1_000_000_000L, now.getNano());
    return sequence.updateAndGet(last -> Math.max(last + 1, nanos));
  }

  /** Whoever asks has nothing to say: what it sends is thrown away, within one window. */
  private record Silence(MuxedStream stream) implements StreamListener {
    @Override
    public void onData(ByteBuf data) {
      data.release();
    }

    @Override
    public void onEnd() {}

    @Override
    public void onReset() {}

    @Override
    public void onWritable() {}
  }
}
