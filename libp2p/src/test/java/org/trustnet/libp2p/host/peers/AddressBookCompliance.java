package org.trustnet.libp2p.host.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/** What every address book owes the host. */
public abstract class AddressBookCompliance {
  protected static final Duration HOUR = Duration.ofHours(1);
  protected static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  protected Instant now = START;
  protected final InstantSource clock = () -> now;
  protected AddressBook book;

  protected abstract AddressBook book();

  @BeforeEach
  void makeBook() {
    book = book();
  }

  protected static PeerId peer(int number) {
    return PeerId.of(Multihash.sha256(Bytes.utf8("peer " + number)));
  }

  protected static Multiaddr address(int number) {
    return Multiaddr.parse("/ip4/11.0." + number / 250 + "." + number % 250 + "/tcp/4001");
  }

  @Test
  void forgetsAnAddressWhenItsLifeIsOver() {
    book.add(peer(1), List.of(address(1)), HOUR);
    now = START.plus(HOUR).minusMillis(1);
    assertThat(book.addresses(peer(1))).containsExactly(address(1));
    now = START.plus(HOUR);
    assertThat(book.addresses(peer(1))).isEmpty();
  }

  @Test
  void longerLifeReplacesAShorterOneAndNotTheOtherWayRound() {
    book.add(peer(1), List.of(address(1)), HOUR);
    book.add(peer(1), List.of(address(1)), HOUR.multipliedBy(3));
    book.add(peer(1), List.of(address(1)), HOUR);
    now = START.plus(HOUR.multipliedBy(2));
    assertThat(book.addresses(peer(1))).containsExactly(address(1));
  }

  @Test
  void addressesAreKeptWithoutTheirPeer() {
    book.add(peer(1), List.of(address(1).withPeer(peer(1))), HOUR);
    assertThat(book.addresses(peer(1))).containsExactly(address(1));
  }

  @Test
  void unknownPeerHasNothing() {
    assertThat(book.addresses(peer(1))).isEmpty();
    assertThat(book.protocols(peer(1))).isEmpty();
    assertThat(book.signedRecord(peer(1))).isEmpty();
  }

  @Test
  void newerRecordReplacesWhatTheOlderGave() {
    Bytes first = Bytes.utf8("first");
    assertThat(book.addCertified(peer(1), 5, List.of(address(1), address(2)), first, HOUR))
        .isTrue();
    book.add(peer(1), List.of(address(3)), HOUR);
    assertThat(book.addresses(peer(1))).last().isEqualTo(address(3));
    Bytes second = Bytes.utf8("second");
    assertThat(book.addCertified(peer(1), 6, List.of(address(2)), second, HOUR)).isTrue();
    assertThat(book.addresses(peer(1))).containsExactly(address(2), address(3));
    assertThat(book.signedRecord(peer(1))).contains(second);
  }

  @Test
  void recordThatIsOlderChangesNothing() {
    Bytes first = Bytes.utf8("first");
    book.addCertified(peer(1), 5, List.of(address(1)), first, HOUR);
    for (long sequence : new long[] {0, 4}) {
      assertThat(book.addCertified(peer(1), sequence, List.of(address(9)), Bytes.empty(), HOUR))
          .isFalse();
    }
    assertThat(book.addresses(peer(1))).containsExactly(address(1));
    assertThat(book.signedRecord(peer(1))).contains(first);
    assertThat(book.addCertified(peer(1), -1, List.of(address(9)), Bytes.empty(), HOUR)).isTrue();
  }

  @Test
  void theSameRecordAgainRenewsTheLifeOfItsAddresses() {
    Bytes record = Bytes.utf8("record");
    book.addCertified(peer(1), 5, List.of(address(1)), record, HOUR);
    now = now.plus(HOUR);
    assertThat(book.addresses(peer(1))).isEmpty();
    assertThat(book.addCertified(peer(1), 5, List.of(address(1)), record, HOUR)).isTrue();
    assertThat(book.addresses(peer(1))).containsExactly(address(1));
  }

  @Test
  void protocolsReplaceEachOther() {
    book.protocols(peer(1), Set.of("/a", "/b"));
    book.protocols(peer(1), Set.of("/c"));
    assertThat(book.protocols(peer(1))).containsExactly("/c");
  }

  @Test
  void remembersTheReliableAndRecentFirst() {
    IntStream.range(0, 5).forEach(i -> book.add(peer(i), List.of(address(i)), HOUR));
    IntStream.range(0, 6).forEach(i -> book.dialled(peer(0), true, now));
    book.dialled(peer(1), true, now);
    book.dialled(peer(2), true, now);
    book.dialled(peer(2), false, now);
    book.dialled(peer(2), false, now);
    book.dialled(peer(4), false, now);
    assertThat(book.remembered(10))
        .extracting(AddressBook.Remembered::peer)
        .containsExactly(peer(0), peer(1), peer(2), peer(3), peer(4));
    assertThat(book.remembered(2)).hasSize(2);
    assertThat(book.remembered(1).getFirst().lastSuccess()).contains(now);
    assertThat(book.remembered(1).getFirst().successes()).isEqualTo(6);
  }

  @Test
  void doesNotRememberAPeerThatWasNeverReachedWhenItsAddressesAreOver() {
    book.add(peer(1), List.of(address(1)), HOUR);
    now = now.plus(HOUR);
    assertThat(book.remembered(10)).isEmpty();
    assertThat(book.lastKnown(peer(1))).isEmpty();
  }

  @Test
  void remembersWhereAPeerWasReachedForThirtyDaysMoreAndTellsNobody() {
    book.add(peer(1), List.of(address(1)), HOUR);
    book.dialled(peer(1), true, now);
    now = now.plus(HOUR).plus(AddressBook.KEPT).minusMillis(1);
    assertThat(book.addresses(peer(1))).isEmpty();
    assertThat(book.lastKnown(peer(1))).containsExactly(address(1));
    assertThat(book.remembered(10))
        .extracting(AddressBook.Remembered::addresses)
        .containsExactly(List.of(address(1)));

    now = now.plusMillis(1);
    assertThat(book.lastKnown(peer(1))).isEmpty();
    assertThat(book.remembered(10)).isEmpty();
  }

  @Test
  void addressesOfAConnectedPeerLiveOnAndThoseThatAreOverDoNotComeBack() {
    book.add(peer(1), List.of(address(1)), HOUR);
    book.add(peer(1), List.of(address(2)), HOUR.multipliedBy(2));
    now = now.plus(HOUR);
    book.renew(peer(1), HOUR.multipliedBy(2));
    now = now.plus(HOUR.multipliedBy(2)).minusMillis(1);
    assertThat(book.addresses(peer(1))).containsExactly(address(2));
    book.renew(peer(7), HOUR);
    assertThat(book.addresses(peer(7))).isEmpty();
  }

  @Test
  void clockThatJumpsAheadTakesNoAddressOfAConnectedPeer() {
    book.connected(peer(1));
    book.add(peer(1), List.of(address(1)), HOUR);
    book.add(peer(2), List.of(address(2)), HOUR);
    book.connected(peer(2));

    now = now.plus(Duration.ofDays(400));
    book.add(peer(1), List.of(address(3)), HOUR);
    book.dialled(peer(2), true, now);

    assertThat(book.addresses(peer(1))).containsExactly(address(3), address(1));
    assertThat(book.addresses(peer(2))).containsExactly(address(2));
    book.renew(peer(1), HOUR);
    book.disconnected(peer(1), HOUR);
    book.disconnected(peer(2), HOUR);
    now = now.plus(HOUR).minusMillis(1);
    assertThat(book.addresses(peer(1))).containsExactlyInAnyOrder(address(1), address(3));
    assertThat(book.addresses(peer(2))).containsExactly(address(2));
    now = now.plusMillis(1);
    assertThat(book.addresses(peer(1))).isEmpty();
    assertThat(book.addresses(peer(2))).isEmpty();
  }

  @Test
  void addressThatWasOverBeforeItsPeerConnectedStaysSo() {
    book.add(peer(1), List.of(address(1)), HOUR);
    book.dialled(peer(1), true, now);
    now = now.plus(HOUR);
    book.connected(peer(1));
    book.add(peer(1), List.of(address(2)), HOUR);
    now = now.plus(Duration.ofDays(1));
    book.connected(peer(1));
    book.renew(peer(1), HOUR);

    assertThat(book.addresses(peer(1))).containsExactly(address(2));
  }

  @Test
  void clockThatIsSetBackTakesNoAddressOfAConnectedPeer() {
    book.add(peer(1), List.of(address(1)), HOUR);
    book.connected(peer(1));
    now = now.minus(Duration.ofDays(1));
    book.add(peer(1), List.of(address(2)), HOUR);
    assertThat(book.addresses(peer(1))).containsExactly(address(1), address(2));
  }

  @Test
  void forgetsOnDemand() {
    book.addCertified(peer(1), 5, List.of(address(1)), Bytes.utf8("record"), HOUR);
    book.forget(peer(1));
    assertThat(book.addresses(peer(1))).isEmpty();
    assertThat(book.signedRecord(peer(1))).isEmpty();
    assertThat(book.addCertified(peer(1), 1, List.of(address(1)), Bytes.empty(), HOUR)).isTrue();
  }
}
