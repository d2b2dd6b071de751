package org.trustnet.libp2p.host.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.DialGate;
import org.trustnet.libp2p.host.DialSource;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

class HeldConnectionsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final PeerId ANN = peer(1);
  private static final PeerId BEN = peer(2);
  private static final Multiaddr ONE = Multiaddr.parse("/ip4/11.1.1.1/tcp/1");
  private static final Multiaddr TWO = Multiaddr.parse("/ip4/11.1.1.1/tcp/2");

  private final List<PeerId> dialled = new ArrayList<>();
  private DialTargets with = DialTargets.beside(List.of());
  private long now = 5 * SECOND;
  private long wakeAt;

  private final HeldConnections.Edge edge =
      new HeldConnections.Edge() {
        @Override
        public long nowNanos() {
          return now;
        }

        @Override
        public void dial(PeerId peer, List<DialSource> sources) {
          dialled.add(peer);
          with = DialTargets.union(sources.stream().map(DialSource::targets).toList());
        }

        @Override
        public void wakeAt(long nanos) {
          wakeAt = nanos;
        }
      };
  private final HeldConnections manager =
      new HeldConnections(TrimPolicy.defaults(), HoldPolicy.defaults(), edge, () -> 0.5);

  private static PeerId peer(int number) {
    return PeerId.of(Multihash.sha256(Bytes.utf8("peer " + number)));
  }

  private void wake() {
    now = wakeAt;
    manager.wake();
  }

  @Test
  void dialsAHeldPeerAtOnceWithAllItsAddressesAndProtectsIt() {
    manager.hold(ANN, "config", List.of(ONE));
    assertThat(dialled).containsExactly(ANN);
    assertThat(manager.protections(ANN)).containsExactly("config");
    manager.hold(ANN, "trust", List.of(TWO, ONE));
    assertThat(dialled).hasSize(1);
    manager.dialEnded(ANN);
    wake();
    assertThat(with).isEqualTo(DialTargets.beside(List.of(ONE, TWO)));
    assertThat(manager.held()).containsExactly(ANN);
  }

  @Test
  void sourceIsAskedBeforeEveryDial() {
    List<Multiaddr> moves = new ArrayList<>(List.of(ONE));
    manager.hold(ANN, "t", () -> DialTargets.only(moves));
    assertThat(with).isEqualTo(DialTargets.only(List.of(ONE)));
    moves.set(0, TWO);
    manager.dialEnded(ANN);
    wake();
    assertThat(with).isEqualTo(DialTargets.only(List.of(TWO)));
  }

  @Test
  void newSourceIsTriedAtOnceWhateverBecameOfTheOld() {
    manager.hold(ANN, "t", List.of(ONE));
    for (int i = 0; i < 4; i++) {
      manager.dialEnded(ANN);
      wake();
    }
    manager.dialEnded(ANN);
    manager.hold(ANN, "t", List.of(TWO));
    assertThat(dialled).hasSize(6);
    assertThat(with).isEqualTo(DialTargets.beside(List.of(TWO)));
    manager.dialEnded(ANN);
    assertThat(wakeAt - now).isEqualTo(SECOND);
  }

  @Test
  void addressBookIsAskedForAPeerIfOneOfThoseWhoHoldItWantsThat() {
    manager.hold(ANN, "strict", () -> DialTargets.only(List.of(ONE)));
    manager.hold(ANN, "strict too", () -> DialTargets.only(List.of(TWO)));
    manager.dialEnded(ANN);
    wake();
    assertThat(with).isEqualTo(DialTargets.only(List.of(ONE, TWO)));
    manager.hold(ANN, "loose", List.of());
    manager.dialEnded(ANN);
    wake();
    assertThat(with).isEqualTo(DialTargets.beside(List.of(ONE, TWO)));
  }

  @Test
  void addressesOfSeveralWhoHoldPassTheGateOfEach() {
    List<Multiaddr> counted = new ArrayList<>();
    DialGate counting =
        address -> {
          counted.add(address);
          return address.equals(TWO) ? Optional.of("enough") : Optional.empty();
        };
    manager.hold(ANN, "list", () -> DialTargets.only(List.of(ONE)).through(counting));
    manager.hold(ANN, "config", List.of(TWO));
    manager.dialEnded(ANN);
    wake();
    assertThat(with.gate().refusal(ONE)).isEmpty();
    assertThat(with.gate().refusal(TWO)).contains("enough");
    assertThat(counted).containsExactly(ONE, TWO);
  }

  @Test
  void doublesTheDelayUpToTenMinutes() {
    manager.hold(ANN, "t", List.of());
    long[] seconds = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600};
    for (long delay : seconds) {
      manager.dialEnded(ANN);
      assertThat(wakeAt - now).isEqualTo(delay * SECOND);
      int before = dialled.size();
      now = wakeAt - 1;
      manager.wake();
      assertThat(dialled).hasSize(before);
      wake();
      assertThat(dialled).hasSize(before + 1);
    }
  }

  @Test
  void stableConnectionWipesTheSlateAndAnUnstableOneDoesNot() {
    manager.hold(ANN, "t", List.of());
    for (int i = 0; i < 4; i++) {
      manager.dialEnded(ANN);
      wake();
    }
    manager.connected(ANN);
    manager.dialEnded(ANN);
    now += 59 * SECOND;
    manager.disconnected(ANN);
    assertThat(wakeAt - now).isEqualTo(16 * SECOND);
    wake();
    manager.connected(ANN);
    manager.dialEnded(ANN);
    now += 60 * SECOND;
    manager.disconnected(ANN);
    assertThat(wakeAt - now).isEqualTo(SECOND);
  }

  @Test
  void doesNotDialWhileAnyConnectionIsOpen() {
    manager.hold(ANN, "t", List.of());
    manager.connected(ANN);
    manager.dialEnded(ANN);
    manager.connected(ANN);
    manager.disconnected(ANN);
    now += 3_600 * SECOND;
    manager.wake();
    assertThat(dialled).hasSize(1);
    manager.disconnected(ANN);
    wake();
    assertThat(dialled).hasSize(2);
  }

  @Test
  void inboundConnectionEndsTheWait() {
    manager.hold(ANN, "t", List.of());
    manager.dialEnded(ANN);
    manager.connected(ANN);
    wake();
    assertThat(dialled).hasSize(1);
  }

  @Test
  void connectionLostDuringItsDialIsRenewed() {
    manager.hold(ANN, "t", List.of());
    manager.connected(ANN);
    manager.disconnected(ANN);
    manager.dialEnded(ANN);
    wake();
    assertThat(dialled).hasSize(2);
  }

  @Test
  void peerThatIsConnectedAlreadyIsNotDialled() {
    manager.holdConnected(ANN, "t", () -> DialTargets.only(List.of(ONE)), 1);
    assertThat(dialled).isEmpty();
    manager.disconnected(ANN);
    wake();
    assertThat(dialled).containsExactly(ANN);
  }

  @Test
  void releasedPeerIsNotRenewed() {
    manager.hold(ANN, "a", List.of());
    manager.hold(ANN, "b", List.of());
    manager.release(ANN, "a");
    manager.release(ANN, "a");
    assertThat(manager.held()).containsExactly(ANN);
    manager.release(ANN, "b");
    assertThat(manager.held()).isEmpty();
    assertThat(manager.protections(ANN)).isEmpty();
    manager.dialEnded(ANN);
    now += 100 * SECOND;
    manager.wake();
    assertThat(dialled).hasSize(1);
  }

  @Test
  void dialsNoMoreThanSixteenAtOnce() {
    for (int i = 0; i < 40; i++) {
      manager.hold(peer(i), "t", List.of());
    }
    assertThat(dialled).hasSize(HeldConnections.MAX_DIALS);
    for (int i = 0; i < 10; i++) {
      manager.connected(peer(i));
      manager.dialEnded(peer(i));
    }
    assertThat(dialled).hasSize(26).doesNotHaveDuplicates();
  }

  @Test
  void holdsNoMoreThanItMay() {
    for (int i = 0; i < HeldConnections.MAX_HELD; i++) {
      manager.hold(peer(i), "t", List.of());
    }
    assertThatThrownBy(() -> manager.hold(peer(-1), "t", List.of()))
        .isInstanceOf(IllegalStateException.class);
    manager.hold(peer(0), "other", List.of());
    manager.release(peer(7), "t");
    manager.hold(peer(-1), "t", List.of());
  }

  @Test
  void keepsTagsAndProtections() {
    manager.tag(ANN, "kad", 5);
    manager.tag(ANN, "bitswap", 3);
    manager.tag(ANN, "kad", 0);
    assertThat(manager.tags(ANN)).isEqualTo(Map.of("bitswap", 3));
    manager.protect(BEN, "a");
    manager.protect(BEN, "b");
    assertThat(manager.unprotect(BEN, "a")).isTrue();
    assertThat(manager.unprotect(BEN, "a")).isTrue();
    assertThat(manager.unprotect(BEN, "b")).isFalse();
    assertThat(manager.protections(BEN)).isEmpty();
  }

  @Test
  void tagsAreBounded() {
    for (int i = 0; i <= PeerTags.MAX_PEERS; i++) {
      manager.tag(peer(i), "t", 1);
    }
    assertThat(manager.tags(peer(0))).isEmpty();
    assertThat(manager.tags(peer(1))).isNotEmpty();
    for (int i = 1; i < PeerTags.MAX_OF_PEER; i++) {
      manager.tag(peer(1), "t" + i, 1);
    }
    manager.tag(peer(1), "t", 2);
    assertThatThrownBy(() -> manager.tag(peer(1), "over", 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void jitterSpreadsTheDelayByAQuarterEachWay() {
    HoldPolicy policy = HoldPolicy.defaults();
    assertThat(policy.delayNanos(1, 0)).isEqualTo(3 * SECOND / 4);
    assertThat(policy.delayNanos(3, 0)).isEqualTo(3 * SECOND);
    assertThat(policy.delayNanos(3, 1)).isEqualTo(5 * SECOND);
    assertThat(policy.delayNanos(Integer.MAX_VALUE, 0.5))
        .isEqualTo(Duration.ofMinutes(10).toNanos());
  }
}
