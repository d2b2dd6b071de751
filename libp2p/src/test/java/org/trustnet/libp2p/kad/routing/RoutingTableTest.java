package org.trustnet.libp2p.kad.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.kad.TestPeers;
import org.trustnet.libp2p.kad.routing.RoutingTable.Admission;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

class RoutingTableTest {
  private static final PeerId SELF = TestPeers.peer(0);
  private final RoutingTable table = new RoutingTable(SELF, DiversityLimits.AMINO);

  /** Entries whose keys share no bit with ours: the fullest bucket. */
  private static List<TableEntry> farEntries(int count) {
    KadKey self = KadKey.of(SELF);
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(TestPeers::entry)
        .filter(entry -> entry.key().commonPrefix(self) == 0)
        .limit(count)
        .toList();
  }

  private Admission admit(TableEntry entry) {
    return table.admit(entry, AddressGroups.none(), 0);
  }

  private static AddressGroups group(String address) {
    return AddressGroups.of(List.of(Multiaddr.parse(address)), AddressGroups.Loopback.GROUPED);
  }

  @Test
  void refusesItself() {
    assertThat(admit(TestPeers.entry(0))).isEqualTo(Admission.SELF);
  }

  @Test
  void fillsABucketToTwentyAndLetsTheNextOneWait() {
    List<TableEntry> far = farEntries(21);
    far.subList(0, 20).forEach(e -> assertThat(admit(e)).isEqualTo(Admission.ADDED));

    assertThat(admit(far.get(20))).isEqualTo(Admission.CANDIDATE);
    assertThat(table.snapshot().sizeOf(0)).isEqualTo(20);
    assertThat(table.takeCandidate()).isEmpty();
  }

  @Test
  void neverPutsALivePeerOutForANewOne() {
    List<TableEntry> far = farEntries(40);
    far.forEach(this::admit);

    assertThat(table.snapshot().bucket(0)).containsExactlyElementsOf(far.subList(0, 20));
  }

  @Test
  void replacesAPeerThatFailed() {
    List<TableEntry> far = farEntries(21);
    far.subList(0, 20).forEach(this::admit);
    assertThat(table.failed(far.get(7).id())).isFalse();

    assertThat(admit(far.get(20))).isEqualTo(Admission.REPLACED);
    assertThat(table.snapshot().bucket(0)).doesNotContain(far.get(7)).contains(far.get(20));
  }

  @Test
  void forgivesAFailureWhenThePeerIsHeardAgain() {
    TableEntry peer = TestPeers.entry(1);
    admit(peer);
    table.failed(peer.id());
    table.heard(peer.id(), 1);

    assertThat(table.failed(peer.id())).isFalse();
    assertThat(table.failed(peer.id())).isTrue();
    assertThat(table.snapshot().size()).isZero();
  }

  @Test
  void offersTheLatestCandidateOnceThereIsAGap() {
    List<TableEntry> far = farEntries(20 + RoutingTable.MAX_CANDIDATES + 1);
    far.forEach(this::admit);
    assertThat(table.candidates()).isEqualTo(RoutingTable.MAX_CANDIDATES);

    table.remove(far.getFirst().id());

    assertThat(table.takeCandidate()).contains(far.getLast());
    assertThat(table.candidates()).isEqualTo(RoutingTable.MAX_CANDIDATES - 1);
  }

  @Test
  void forgetsAPeerInTheTableAndInTheLine() {
    List<TableEntry> far = farEntries(22);
    far.forEach(this::admit);
    assertThat(table.candidates()).isEqualTo(2);

    table.forget(far.get(3).id());
    table.forget(far.get(21).id());

    assertThat(table.snapshot().bucket(0)).hasSize(19).doesNotContain(far.get(3));
    assertThat(table.takeCandidate()).contains(far.get(20));
    assertThat(table.takeCandidate()).isEmpty();
  }

  @Test
  void takesTwoPeersOfOneGroupInABucket() {
    List<TableEntry> far = farEntries(4);
    AddressGroups one = group("/ip4/60.1.0.1/tcp/1");

    assertThat(table.admit(far.get(0), one, 0)).isEqualTo(Admission.ADDED);
    assertThat(table.admit(far.get(1), group("/ip4/60.1.255.1/tcp/1"), 0))
        .isEqualTo(Admission.ADDED);
    assertThat(table.admit(far.get(2), one, 0)).isEqualTo(Admission.GROUP_FULL);
    assertThat(table.admit(far.get(3), group("/ip4/60.2.0.1/tcp/1"), 0)).isEqualTo(Admission.ADDED);
  }

  @Test
  void takesThreePeersOfOneGroupInTheTableAndAnotherOnceOneIsGone() {
    AddressGroups one = group("/ip4/60.1.0.1/tcp/1");
    KadKey self = KadKey.of(SELF);
    List<TableEntry> apart = new ArrayList<>();
    for (int prefix = 0; prefix < 4; prefix++) {
      int wanted = prefix;
      apart.add(
          IntStream.iterate(1, i -> i + 1)
              .mapToObj(TestPeers::entry)
              .filter(e -> e.key().commonPrefix(self) == wanted)
              .findFirst()
              .orElseThrow());
    }
    apart.subList(0, 3).forEach(e -> table.admit(e, one, 0));

    assertThat(table.admit(apart.get(3), one, 0)).isEqualTo(Admission.GROUP_FULL);
    table.remove(apart.get(0).id());
    assertThat(table.admit(apart.get(3), one, 0)).isEqualTo(Admission.ADDED);
  }

  @Test
  void takesNewAddressesOfAPeerItHas() {
    admit(TestPeers.entry(1));
    TableEntry moved = TableEntry.of(TestPeers.peer(1), Bytes.utf8("moved"), AddressGroups.none());

    assertThat(admit(moved)).isEqualTo(Admission.RENEWED);
    assertThat(table.snapshot().entries()).containsExactly(moved);
  }

  @Test
  void namesThoseNotHeardOfTheLongestSilentFirst() {
    table.admit(TestPeers.entry(1), AddressGroups.none(), 30);
    table.admit(TestPeers.entry(2), AddressGroups.none(), 10);
    table.admit(TestPeers.entry(3), AddressGroups.none(), 20);

    assertThat(table.unheardSince(30, 10)).containsExactly(TestPeers.peer(2), TestPeers.peer(3));
    assertThat(table.unheardSince(30, 1)).containsExactly(TestPeers.peer(2));
  }

  @Test
  void aSnapshotDoesNotChangeUnderItsReader() {
    admit(TestPeers.entry(1));
    TableSnapshot before = table.snapshot();
    admit(TestPeers.entry(2));
    table.remove(TestPeers.peer(1));

    assertThat(before.entries()).containsExactly(TestPeers.entry(1));
  }

  /** Random operations; after each the table must agree with a list that is sorted naively. */
  @Test
  void agreesWithANaiveTableUnderRandomOperations() {
    Random random = new Random(7);
    Map<PeerId, TableEntry> live = new HashMap<>();
    for (int round = 0; round < 3_000; round++) {
      TableEntry entry = TestPeers.entry(1 + random.nextInt(600));
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          Admission admission =
              table.admit(
                  entry,
                  AddressGroups.of(
                      List.of(TestPeers.address(random.nextInt(400))),
                      AddressGroups.Loopback.GROUPED),
                  round);
          if (admission == Admission.ADDED) {
            live.put(entry.id(), entry);
          }
          assertThat(admission == Admission.RENEWED)
              .isEqualTo(admission != Admission.ADDED && live.containsKey(entry.id()));
        }
        case 2 -> assertThat(table.remove(entry.id())).isEqualTo(live.remove(entry.id()) != null);
        default -> {
          table.heard(entry.id(), round);
          checkInvariants(live, KadKey.of(TestPeers.peer(random.nextInt())), random.nextInt(25));
        }
      }
    }
    assertThat(live).hasSizeGreaterThan(50);
  }

  private void checkInvariants(Map<PeerId, TableEntry> live, KadKey target, int count) {
    TableSnapshot snapshot = table.snapshot();
    assertThat(snapshot.size()).isEqualTo(live.size());
    for (int i = 0; i < KadKey.BITS; i++) {
      assertThat(snapshot.sizeOf(i)).isLessThanOrEqualTo(RoutingTable.BUCKET_SIZE);
      int prefix = i;
      assertThat(snapshot.bucket(i)).allMatch(e -> e.key().commonPrefix(table.self()) == prefix);
    }
    List<TableEntry> expected =
        live.values().stream()
            .sorted(Comparator.comparing(TableEntry::key, target::compareDistance))
            .limit(count)
            .toList();
    assertThat(snapshot.nearest(target, count)).containsExactlyElementsOf(expected);
  }
}
