package org.trustnet.libp2p.host.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * How many peers with a long way to us get in while a thousand addresses flood us, in virtual time.
 * The peers come from as many addresses and need four round trips of 160 ms.
 */
class HalfOpenShareTest {
  private static final long MILLI = 1_000_000L;
  private static final long HANDSHAKE = 4 * 160 * MILLI;
  private static final long END = 10_000 * MILLI;
  private static final int ADDRESSES = 1_000;

  /** What those who flood us do. */
  private enum Flood {
    SILENT,
    /** They send what a handshake begins with, at once, and then nothing. */
    SPEAKING
  }

  private record Event(long at, LongConsumer action) {}

  private final ResourceBook book = new ResourceBook(ResourceLimits.defaults(), new Random(7));
  private final Random arrivals = new Random(8);
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at));
  private int came;
  private int proved;

  /** The share of peers that prove their key. */
  private double share(Flood flood, int perSecond) {
    every(1_000 * MILLI / perSecond, (now, i) -> flood(address(11, i % ADDRESSES), now, flood));
    every(25 * MILLI, this::peer);
    for (Event next = events.poll(); next != null; next = events.poll()) {
      next.action().accept(next.at());
    }
    return (double) proved / came;
  }

  private interface Arrival {
    void at(long now, int number);
  }

  /** At random times, one per {@code pause} on average, until the end. */
  private void every(long pause, Arrival arrival) {
    next(0, pause, 0, arrival);
  }

  private void next(long from, long pause, int number, Arrival arrival) {
    long at = from + arrivals.nextLong(2 * pause);
    if (at < END) {
      at(
          at,
          now -> {
            arrival.at(now, number);
            next(now, pause, number + 1, arrival);
          });
    }
  }

  private void at(long time, LongConsumer action) {
    events.add(new Event(time, action));
  }

  private void flood(IpAddress from, long now, Flood flood) {
    Held held = new Held();
    if (held.enter(from, now) && flood == Flood.SPEAKING) {
      held.heard();
    }
  }

  private void peer(long now, int number) {
    came++;
    Held held = new Held();
    if (held.enter(address(12, number), now)) {
      at(now + MILLI, _ -> held.heard());
      at(now + HANDSHAKE, _ -> held.prove(number));
    }
  }

  private static IpAddress address(int first, int number) {
    return IpAddress.parse4(first + ".0." + number / 250 + "." + number % 250);
  }

  /** A connection that ends when it is told to. */
  private final class Held {
    private ConnectionPermit permit;
    private boolean lost;

    boolean enter(IpAddress from, long now) {
      if (book.accept(from, 1, now, this::lose)
          instanceof Admission.Granted<ConnectionPermit>(var granted)) {
        permit = granted;
        return true;
      }
      return false;
    }

    void heard() {
      if (!lost) {
        permit.heard();
      }
    }

    private void lose() {
      lost = true;
      permit.close();
    }

    void prove(int number) {
      if (!lost) {
        PeerId peer = PeerId.of(Multihash.sha256(Bytes.utf8("peer " + number)));
        assertThat(permit.attach(peer)).isEmpty();
        permit.close();
        proved++;
      }
    }
  }

  @Test
  void silentSocketsKeepNobodyOut() {
    assertThat(share(Flood.SILENT, 1_000)).isGreaterThan(0.99);
  }

  @Test
  void norDoEightTimesAsMany() {
    assertThat(share(Flood.SILENT, 8_000)).isGreaterThan(0.99);
  }

  /** Taken by turns each of the 256 places would be held for 250 ms: nobody would get in. */
  @Test
  void everySixthGetsInThoughThoseWhoFloodUsSpeak() {
    assertThat(share(Flood.SPEAKING, 1_000)).isGreaterThan(0.16);
  }

  @Test
  void oneInThreeGetsInWhereTheyAreHalfAsMany() {
    assertThat(share(Flood.SPEAKING, 500)).isGreaterThan(0.3);
  }
}
