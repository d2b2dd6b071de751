package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Varint;

/**
 * Sends requests and waits for their answers. Streams are kept and used again, each for one request
 * at a time. Blocking, for virtual threads; an interrupt resets the stream. An edge.
 */
final class KadMessenger implements AutoCloseable {
  /** Longest wait for one answer, gokad dht_net.go. */
  static final Duration RESPONSE = Duration.ofSeconds(10);

  /** Idle streams kept for one peer: requests to one peer seldom overlap. */
  static final int MAX_IDLE_OF_PEER = 2;

  /** Peers whose idle streams are kept; of more, those used longest ago are closed. */
  static final int MAX_IDLE_PEERS = 128;

  /** Idle streams older than this are not used: servers drop them after 60 s. */
  private static final Duration FRESH = Duration.ofSeconds(45);

  /** How long a server may take to end the stream after ADD_PROVIDER. */
  private static final Duration CLOSE = Duration.ofSeconds(3);

  private static final int MAX_LENGTH_BYTES = 3;

  private record Idle(Stream stream, long sinceNanos) {}

  private final Host host;
  private final List<String> protocols;
  private final LongSupplier nanos;
  private final LinkedHashMap<PeerId, Deque<Idle>> idle = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  KadMessenger(Host host, String protocol, LongSupplier nanos) {
    this.host = host;
    this.protocols = List.of(protocol);
    this.nanos = nanos;
  }

  /**
   * Asks {@code peer}, dialling it if need be.
   *
   * @param addresses where it may be, beside what the address book holds
   * @throws StreamException if it cannot be reached, does not serve the protocol, or no sensible
   *     answer came in time
   */
  KadMessage ask(PeerId peer, Collection<Multiaddr> addresses, KadMessage request, Duration timeout)
      throws StreamException {
    long deadline = nanos.getAsLong() + timeout.toNanos();
    Bytes bytes = KadWire.encode(request);
    Stream kept = takeIdle(peer);
    if (kept != null) {
      try {
        return exchange(peer, kept, bytes, deadline);
      } catch (StreamException e) {
        if (e.kind() != StreamException.Kind.RESET
            && e.kind() != StreamException.Kind.DISCONNECTED) {
          throw e;
        }
        // the server dropped the stream while it was idle: once more on a new one
      }
    }
    return exchange(peer, open(peer, addresses, deadline), bytes, deadline);
  }

  /**
   * Sends a request that has no answer: ADD_PROVIDER. It is done when a peer that serves the
   * protocol was sent it, as in go.
   *
   * @throws StreamException if it cannot be reached, does not serve the protocol, or refuses the
   *     stream; whether it kept what it was told is not known
   */
  void tell(PeerId peer, Collection<Multiaddr> addresses, KadMessage message, Duration timeout)
      throws StreamException {
    long deadline = nanos.getAsLong() + timeout.toNanos();
    try (Stream stream = open(peer, addresses, deadline)) {
      stream.write(framed(KadWire.encode(message)), left(deadline));
      stream.closeWrite();
      awaitAgreement(stream, deadline);
    }
  }

  /**
   * Waits for the end of the stream, with which we know that the protocol was agreed on. Kubo and
   * rust end their side after ours, js resets the stream when it has taken what it was sent, and
   * who does neither in time is believed.
   */
  private void awaitAgreement(Stream stream, long deadline) throws StreamException {
    byte[] stray = new byte[64];
    try {
      drain(stream, stray, Math.min(deadline, nanos.getAsLong() + CLOSE.toNanos()));
    } catch (StreamException e) {
      if (e.kind() != StreamException.Kind.TIMEOUT && e.kind() != StreamException.Kind.RESET) {
        throw e;
      }
    }
  }

  private void drain(Stream stream, byte[] stray, long deadline) throws StreamException {
    for (int i = 0; i < KadWire.MAX_RESPONSE / stray.length; i++) {
      if (stream.read(stray, 0, stray.length, left(deadline)) < 0) {
        return;
      }
    }
  }

  private Stream open(PeerId peer, Collection<Multiaddr> addresses, long deadline)
      throws StreamException {
    return switch (host.connect(peer, DialTargets.heard(addresses), left(deadline))) {
      case DialOutcome.Connected(var connection, var reused) ->
          connection.open(protocols, left(deadline));
      case DialOutcome other ->
          throw new StreamException(
              StreamException.Kind.DISCONNECTED, "no connection to " + peer + ": " + other);
    };
  }

  private KadMessage exchange(PeerId peer, Stream stream, Bytes request, long deadline)
      throws StreamException {
    boolean good = false;
    try {
      stream.write(framed(request), left(deadline));
      KadMessage answer = KadWire.decode(read(stream, deadline));
      good = true;
      return answer;
    } catch (WireException e) {
      throw new StreamException(StreamException.Kind.PROTOCOL, String.valueOf(e.getMessage()));
    } finally {
      if (good) {
        keep(peer, stream);
      } else {
        stream.reset();
      }
    }
  }

  private Bytes read(Stream stream, long deadline) throws StreamException {
    byte[] one = new byte[1];
    int length = 0;
    for (int i = 0; ; i++) {
      if (i == MAX_LENGTH_BYTES) {
        throw new StreamException(StreamException.Kind.PROTOCOL, "kad: an answer too long");
      }
      fill(stream, one, deadline);
      length |= (one[0] & 0x7f) << (7 * i);
      if (one[0] >= 0) {
        break;
      }
    }
    if (length > KadWire.MAX_RESPONSE) {
      throw new StreamException(
          StreamException.Kind.PROTOCOL, "kad: an answer of " + length + " bytes");
    }
    byte[] message = new byte[length];
    fill(stream, message, deadline);
    return Bytes.wrap(message);
  }

  private void fill(Stream stream, byte[] target, long deadline) throws StreamException {
    int at = 0;
    while (at < target.length) {
      int read = stream.read(target, at, target.length - at, left(deadline));
      if (read < 0) {
        throw new StreamException(StreamException.Kind.RESET, "kad: ended without an answer");
      }
      at += read;
    }
  }

  private static Bytes framed(Bytes message) {
    return Bytes.concat(Varint.encode(message.length()), message);
  }

  private Duration left(long deadline) throws StreamException {
    long left = deadline - nanos.getAsLong();
    if (left <= 0) {
      throw new StreamException(StreamException.Kind.TIMEOUT, "kad: time is up");
    }
    return Duration.ofNanos(left);
  }

  private synchronized @Nullable Stream takeIdle(PeerId peer) {
    Deque<Idle> streams = idle.get(peer);
    while (streams != null && !streams.isEmpty()) {
      Idle last = streams.removeLast();
      boolean fresh = nanos.getAsLong() - last.sinceNanos() < FRESH.toNanos();
      if (fresh && last.stream().connection().isOpen()) {
        return last.stream();
      }
      last.stream().close();
    }
    idle.remove(peer);
    return null;
  }

  private synchronized void keep(PeerId peer, Stream stream) {
    Deque<Idle> streams = idle.computeIfAbsent(peer, p -> new ArrayDeque<>());
    if (closed || streams.size() >= MAX_IDLE_OF_PEER) {
      stream.close();
    } else {
      streams.addLast(new Idle(stream, nanos.getAsLong()));
    }
    if (streams.isEmpty()) {
      idle.remove(peer);
    }
    if (idle.size() > MAX_IDLE_PEERS) {
      Map.Entry<PeerId, Deque<Idle>> eldest = idle.firstEntry();
      idle.remove(eldest.getKey());
      eldest.getValue().forEach(old -> old.stream().close());
    }
  }

  /** Closes idle streams that are too old to be used. */
  synchronized void sweep() {
    long now = nanos.getAsLong();
    idle.values()
        .forEach(
            streams ->
                streams.removeIf(
                    old -> {
                      boolean stale = now - old.sinceNanos() >= FRESH.toNanos();
                      if (stale) {
                        old.stream().close();
                      }
                      return stale;
                    }));
    idle.values().removeIf(Deque::isEmpty);
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(streams -> streams.forEach(old -> old.stream().close()));
    idle.clear();
  }
}
