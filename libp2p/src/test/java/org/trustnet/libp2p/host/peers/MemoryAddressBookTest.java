package org.trustnet.libp2p.host.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;

class MemoryAddressBookTest extends AddressBookCompliance {
  private static final AddressBookLimits LIMITS = new AddressBookLimits(4, 3, 64, 300);

  private MemoryAddressBook memory;

  @Override
  protected AddressBook book() {
    memory = new MemoryAddressBook(AddressBookLimits.defaults(), clock);
    return memory;
  }

  private MemoryAddressBook small() {
    return new MemoryAddressBook(LIMITS, clock);
  }

  @Test
  void keeps128ProtocolsOfAPeerAndNamesOf128Characters() {
    AddressBook book = book();
    book.add(peer(1), List.of(address(1)), HOUR);
    Set<String> most =
        IntStream.range(0, ProtocolSets.MAX_PROTOCOLS)
            .mapToObj(i -> "/p/" + i)
            .collect(Collectors.toSet());
    book.protocols(peer(1), most);
    assertThat(book.protocols(peer(1))).isEqualTo(most);
    most.add("/p/one more");
    book.protocols(peer(1), most);
    assertThat(book.protocols(peer(1))).hasSize(ProtocolSets.MAX_PROTOCOLS);
    String longest = "/" + "x".repeat(ProtocolSets.MAX_CHARS - 1);
    book.protocols(peer(1), Set.of(longest, longest + "x"));
    assertThat(book.protocols(peer(1))).containsExactly(longest);
  }

  @Test
  void holdsAsManyPeersAsItMayAndEvictsTheUnreachedFirst() {
    MemoryAddressBook small = small();
    for (int i = 0; i < 4; i++) {
      small.add(peer(i), List.of(address(i)), HOUR);
    }
    small.dialled(peer(0), true, now);
    assertThat(small.size()).isEqualTo(4);
    small.add(peer(1), List.of(address(9)), HOUR);
    small.add(peer(4), List.of(address(4)), HOUR);
    assertThat(small.size()).isEqualTo(4);
    assertThat(small.addresses(peer(2))).isEmpty();
    for (int i = 10; i < 100; i++) {
      small.add(peer(i), List.of(address(i)), HOUR);
    }
    assertThat(small.addresses(peer(0))).containsExactly(address(0));
    for (int i = 0; i < 100; i++) {
      small.dialled(peer(i), true, now);
    }
    assertThat(small.size()).isEqualTo(4);
  }

  @Test
  void keepsTheAddressesThatLastLongest() {
    MemoryAddressBook small = small();
    for (int i = 1; i <= 3; i++) {
      small.add(peer(1), List.of(address(i)), HOUR.multipliedBy(i));
    }
    assertThat(small.addresses(peer(1))).hasSize(3);
    small.add(peer(1), List.of(address(4)), HOUR.multipliedBy(4));
    assertThat(small.addresses(peer(1))).containsExactly(address(4), address(3), address(2));
    small.add(peer(1), List.of(address(5)), HOUR);
    assertThat(small.addresses(peer(1))).containsExactly(address(4), address(3), address(2));
  }

  @Test
  void boundsTheBytesOfAPeersAddresses() {
    MemoryAddressBook small = small();
    Multiaddr longest = Multiaddr.parse("/dns4/" + "a".repeat(57) + "/tcp/4001");
    assertThat(longest.encode().length()).isEqualTo(62);
    small.add(peer(1), List.of(longest), HOUR);
    assertThat(small.addresses(peer(1))).hasSize(1);
    Multiaddr longer = Multiaddr.parse("/dns4/" + "a".repeat(60) + "/tcp/4001");
    small.add(peer(2), List.of(longer), HOUR);
    assertThat(small.addresses(peer(2))).isEmpty();
  }

  @Test
  void boundsTheBytesOfAllPeers() {
    MemoryAddressBook small = small();
    Bytes envelope = Bytes.wrap(new byte[64]);
    for (int i = 0; i < 4; i++) {
      small.addCertified(peer(i), 1, List.of(address(i)), envelope, HOUR);
    }
    assertThat(small.size()).isEqualTo(4);
    small.add(peer(3), List.of(address(5), address(6)), HOUR);
    assertThat(small.size()).isEqualTo(3);
    assertThat(small.addresses(peer(0))).isEmpty();
  }

  @Test
  void keepsNoSignedRecordThatIsTooLong() {
    MemoryAddressBook small = small();
    small.addCertified(peer(1), 1, List.of(address(1)), Bytes.wrap(new byte[64]), HOUR);
    assertThat(small.signedRecord(peer(1))).isPresent();
    small.addCertified(peer(1), 2, List.of(address(2)), Bytes.wrap(new byte[65]), HOUR);
    assertThat(small.signedRecord(peer(1))).isEmpty();
    assertThat(small.addresses(peer(1))).containsExactly(address(2));
  }

  @Test
  void boundsProtocols() {
    Set<String> most = IntStream.range(0, 128).mapToObj(i -> "/p/" + i).collect(Collectors.toSet());
    book.protocols(peer(1), most);
    assertThat(book.protocols(peer(1))).isEqualTo(most);
    most.add("/p/128");
    most.add("/q/" + "x".repeat(126));
    book.protocols(peer(1), most);
    assertThat(book.protocols(peer(1))).hasSize(128);
    book.protocols(peer(2), Set.of("x".repeat(128), "y".repeat(129)));
    assertThat(book.protocols(peer(2))).containsExactly("x".repeat(128));
  }

  @Test
  void peersShareEqualProtocolSets() {
    ProtocolSets sets = new ProtocolSets();
    Set<String> first = sets.intern(Set.of("/a", "/b")).protocols();
    assertThat(sets.intern(Set.of("/b", "/a")).protocols()).isSameAs(first);
    assertThat(sets.intern(Set.of("/b", "/a")).ownBytes()).isZero();
    for (int i = 1; i < ProtocolSets.MAX_SETS; i++) {
      sets.intern(Set.of("/" + i));
    }
    assertThat(sets.intern(Set.of("/a", "/b")).ownBytes()).as("one of so many sets").isZero();
    for (int i = 1; i <= ProtocolSets.MAX_SETS; i++) {
      sets.intern(Set.of("/later/" + i));
    }
    assertThat(sets.intern(Set.of("/a", "/b")).ownBytes()).as("one too many since").isPositive();
  }

  @Test
  void countersAreHalvedEachDayAndWhenTheyGrowLarge() {
    Duration year = Duration.ofDays(365);
    book.add(peer(1), List.of(address(1)), year);
    for (int i = 0; i < 8; i++) {
      book.dialled(peer(1), i % 2 == 0, now);
    }
    now = now.plus(Duration.ofDays(2));
    assertThat(book.remembered(1).getFirst().successes()).isEqualTo(1);
    for (int i = 0; i < 1_000; i++) {
      book.dialled(peer(1), false, now);
    }
    assertThat(book.remembered(1).getFirst().failures()).isLessThan(KnownPeer.DECAY_ATTEMPTS);
  }

  @Test
  void failureOfAnUnknownPeerIsNotKept() {
    book.dialled(peer(1), false, now);
    assertThat(memory.size()).isZero();
  }

  @Test
  void storesAndLoadsEverything() {
    memory.addCertified(peer(1), 7, List.of(address(1)), Bytes.utf8("record"), HOUR);
    memory.add(peer(1), List.of(address(2)), HOUR.multipliedBy(2));
    memory.protocols(peer(1), Set.of("/a"));
    memory.dialled(peer(1), true, now);
    memory.add(peer(2), List.of(address(3)), HOUR);
    List<StoredPeer> stored = memory.snapshot();
    MemoryAddressBook again = new MemoryAddressBook(AddressBookLimits.defaults(), clock);
    again.load(stored);
    assertThat(again.snapshot()).isEqualTo(stored);
    now = now.plus(HOUR);
    MemoryAddressBook later = new MemoryAddressBook(AddressBookLimits.defaults(), clock);
    later.load(stored);
    assertThat(later.addresses(peer(1))).containsExactly(address(2));
    assertThat(later.lastKnown(peer(1))).containsExactly(address(1), address(2));
    assertThat(later.addCertified(peer(1), 6, List.of(), Bytes.empty(), HOUR)).isFalse();
    assertThat(later.remembered(9)).hasSize(1);
  }

  @Test
  void tellsWhatChangedSinceTheLastTime() {
    memory.add(peer(1), List.of(address(1)), HOUR);
    assertThat(memory.takeChanges().updated()).isEmpty();
    memory.snapshot();
    memory.add(peer(2), List.of(address(2)), HOUR);
    memory.forget(peer(1));
    StoredPeer.Changes changes = memory.takeChanges();
    assertThat(changes.updated()).extracting(StoredPeer::peer).containsExactly(peer(2));
    assertThat(changes.removed()).containsExactly(peer(1));
    assertThat(memory.takeChanges().updated()).isEmpty();
  }

  @Test
  void endlessLifeIsPossible() {
    book.add(peer(1), List.of(address(1)), Duration.ofSeconds(Long.MAX_VALUE));
    now = now.plus(Duration.ofDays(100_000));
    assertThat(book.addresses(peer(1))).hasSize(1);
  }
}
