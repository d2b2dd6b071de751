package org.trustnet.libp2p.host.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;

/** One peer of the book: packed addresses and counters. Its user holds the book's lock. */
final class KnownPeer {
  /** Counters are halved each day, so that the last week outweighs everything before. */
  static final long DECAY_MILLIS = 24 * 3_600_000L;

  /** Counters are halved when they reach this sum, so that a change shows. */
  static final int DECAY_ATTEMPTS = 64;

  /** No success yet. */
  static final long NEVER = Long.MIN_VALUE;

  /** Not connected: what lives is told by the time that it is. */
  private static final long NOT_CONNECTED = Long.MAX_VALUE;

  /** An address in its binary form; decoded only when it is asked for. */
  record Known(Bytes encoded, long expiresMillis, boolean certified) {}

  private static final Comparator<Known> BEST_FIRST =
      Comparator.comparing(Known::certified)
          .thenComparingLong(Known::expiresMillis)
          .reversed()
          .thenComparing(Known::encoded);

  private final AddressBookLimits limits;
  private final List<Known> addresses = new ArrayList<>(4);
  private int addressBytes;
  Set<String> protocols = Set.of();

  /** Bytes of {@link #protocols} if no other peer shares the set. */
  int protocolBytes;

  @Nullable Bytes envelope;
  long sequence;
  int successes;
  int failures;
  long lastSuccessMillis = NEVER;
  private long decayedMillis;

  /** Since when nothing outlives itself, because the peer is connected. */
  private long connectedMillis = NOT_CONNECTED;

  KnownPeer(AddressBookLimits limits, long nowMillis) {
    this.limits = limits;
    this.decayedMillis = nowMillis;
  }

  int bytes() {
    return addressBytes + protocolBytes + (envelope == null ? 0 : envelope.length());
  }

  boolean isEmpty() {
    return addresses.isEmpty() && successes + failures == 0;
  }

  void add(Bytes encoded, long expiresMillis, boolean certified) {
    for (int i = 0; i < addresses.size(); i++) {
      Known known = addresses.get(i);
      if (known.encoded.equals(encoded)) {
        addresses.set(
            i,
            new Known(
                known.encoded,
                Math.max(expiresMillis, known.expiresMillis),
                certified || known.certified));
        return;
      }
    }
    addresses.add(new Known(encoded, expiresMillis, certified));
    addressBytes += encoded.length();
    while (addresses.size() > limits.addresses() || addressBytes > limits.peerBytes()) {
      drop(addresses.stream().max(BEST_FIRST).orElseThrow());
    }
  }

  private void drop(Known known) {
    addresses.remove(known);
    addressBytes -= known.encoded.length();
  }

  void removeCertified() {
    addresses.stream().filter(Known::certified).toList().forEach(this::drop);
  }

  /** Drops what is of no use any more. */
  void expire(long nowMillis) {
    for (Iterator<Known> all = addresses.iterator(); all.hasNext(); ) {
      Known known = all.next();
      if (!isKept(known.expiresMillis, nowMillis)) {
        all.remove();
        addressBytes -= known.encoded.length();
      }
    }
  }

  /** Whether an address is kept, and tried: a peer that was reached may still be there later. */
  boolean isKept(long expiresMillis, long nowMillis) {
    long beyond = lastSuccessMillis == NEVER ? 0 : AddressBook.KEPT.toMillis();
    return expiresMillis > livingMillis(nowMillis) - beyond;
  }

  /** What expires later than this lives. */
  private long livingMillis(long nowMillis) {
    return Math.min(nowMillis, connectedMillis);
  }

  /** Nothing that lives now expires until it is {@link #disconnected}. */
  void connected(long nowMillis) {
    connectedMillis = nowMillis;
  }

  void disconnected() {
    connectedMillis = NOT_CONNECTED;
  }

  /** What has not expired lives on until then. */
  void renew(long nowMillis, long expiresMillis) {
    long living = livingMillis(nowMillis);
    addresses.replaceAll(
        known ->
            known.expiresMillis > living && known.expiresMillis < expiresMillis
                ? new Known(known.encoded, expiresMillis, known.certified)
                : known);
    if (connectedMillis != NOT_CONNECTED) {
      connectedMillis = nowMillis;
    }
  }

  /** What has not expired, the best first. */
  List<Multiaddr> fresh(long nowMillis) {
    long living = livingMillis(nowMillis);
    return best(nowMillis).stream()
        .filter(known -> known.expiresMillis > living)
        .map(known -> Multiaddr.decode(known.encoded))
        .toList();
  }

  /** What is kept, the best first. */
  List<Known> best(long nowMillis) {
    return addresses.stream()
        .filter(known -> isKept(known.expiresMillis, nowMillis))
        .sorted(BEST_FIRST)
        .toList();
  }

  /** Where the peer may be tried, the best first. */
  List<Multiaddr> lastKnown(long nowMillis) {
    return best(nowMillis).stream().map(known -> Multiaddr.decode(known.encoded)).toList();
  }

  void dialled(boolean success, long whenMillis) {
    decay(whenMillis);
    if (success) {
      successes++;
      lastSuccessMillis = Math.max(lastSuccessMillis, whenMillis);
    } else {
      failures++;
    }
    if (successes + failures >= DECAY_ATTEMPTS) {
      successes /= 2;
      failures /= 2;
    }
  }

  void decay(long nowMillis) {
    long days = Math.max(0, nowMillis - decayedMillis) / DECAY_MILLIS;
    decayedMillis += days * DECAY_MILLIS;
    int shift = (int) Math.min(days, 31);
    successes >>= shift;
    failures >>= shift;
  }
}
