package org.trustnet.trust.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.Samples;
import org.trustnet.trust.World;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

final class SnapshotTest {
  private static final long NOW = Samples.ms(Samples.T0);

  private static Snapshot thousand() {
    Node[] nodes =
        IntStream.range(0, 1_000).mapToObj(i -> Samples.node("n" + i)).toArray(Node[]::new);
    return Snapshot.of(
        Policy.standard(World.SELF), List.of(Samples.list("big", TrustLevel.TRUSTED, nodes)));
  }

  @Test
  void aChangeRebuildsOnlyTheTouchedShards() {
    Snapshot before = thousand();
    Holding one = Samples.direct("n7", TrustLevel.PEER, Overrides.NONE);
    Snapshot after = before.with(List.of(one), Set.of());
    int touched = PeerIndex.shardOf(Samples.peer("n7"));
    for (int shard = 0; shard < PeerIndex.SHARDS; shard++) {
      if (shard == touched) {
        assertThat(after.index.shard(shard)).isNotSameAs(before.index.shard(shard));
      } else {
        assertThat(after.index.shard(shard)).isSameAs(before.index.shard(shard));
      }
    }
    assertThat(before.indexedNodes()).isEqualTo(1_000);
    assertThat(after.indexedNodes()).isEqualTo(1_001);
  }

  @Test
  void aDecisionAllocatesNothing() {
    Snapshot snapshot = thousand();
    PeerId known = Samples.peer("n7");
    PeerId stranger = Samples.peer("stranger");
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int allowed = decide(snapshot, known, stranger, 50_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    allowed += decide(snapshot, known, stranger, 10_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allowed).isPositive();
    assertThat(allocated).isLessThan(10_000);
  }

  private static int decide(Snapshot snapshot, PeerId known, PeerId stranger, int times) {
    int allowed = 0;
    for (int i = 0; i < times; i++) {
      allowed += snapshot.allows(known, TrustFunction.BOOTSTRAP, Side.RELY, NOW + i) ? 1 : 0;
      allowed += snapshot.allows(stranger, TrustFunction.OFFER_RELAY, Side.GRANT, NOW) ? 1 : 0;
    }
    return allowed;
  }

  @Test
  void aDefaultOpensWhatWeDoForOthersAndNeverWhatWeAskOfThem() {
    Policy policy =
        Policy.standard(World.SELF)
            .withDefaults(Functions.of(TrustFunction.REMOTE_FETCH_CID, TrustFunction.USE_AS_RELAY));
    Snapshot snapshot = Snapshot.empty(policy);
    PeerId stranger = Samples.peer("stranger");
    assertThat(snapshot.allows(stranger, TrustFunction.REMOTE_FETCH_CID, Side.GRANT, NOW)).isTrue();
    assertThat(snapshot.allows(stranger, TrustFunction.REMOTE_FETCH_CID, Side.RELY, NOW)).isFalse();
    assertThat(snapshot.allows(stranger, TrustFunction.USE_AS_RELAY, Side.RELY, NOW)).isTrue();
    for (TrustFunction function : TrustFunction.values()) {
      if (!function.mayBeDefault()) {
        assertThatThrownBy(() -> policy.withDefaults(Functions.of(function)))
            .hasMessageContaining(function.id());
      }
    }
  }

  @Test
  void redistributionIsDecidedForAnEntryAndNeverForAPeer() {
    Holding acme = Samples.list("acme", TrustLevel.ADVANCED, Samples.node("x"));
    Snapshot snapshot = Snapshot.of(Policy.standard(World.SELF), List.of(acme));
    assertThat(snapshot.redistributes(acme.key(), NOW)).isTrue();
    assertThat(snapshot.allows(Samples.peer("x"), TrustFunction.REDISTRIBUTE_IPNS, NOW)).isFalse();
    Snapshot blocked =
        snapshot.with(
            snapshot
                .policy()
                .withBlocks(
                    snapshot.policy().blocks().withName(Samples.peer("publisher of acme"))));
    assertThat(Difference.between(snapshot, NOW, blocked, NOW).unredistributed())
        .containsExactly(acme.key());
  }

  @Test
  void tellsWhenTimeAloneChangesADecision() {
    Holding acme = Samples.list("acme", TrustLevel.ADVANCED, Samples.node("x"));
    Snapshot snapshot =
        Snapshot.of(Policy.standard(World.SELF), List.of(acme)).answered(List.of(acme.key()));
    long end = Samples.ms(Samples.after(Duration.ofDays(365)));
    assertThat(snapshot.nextChange(NOW)).isEqualTo(end);
    assertThat(Difference.between(snapshot, NOW, snapshot, end - 1).isEmpty()).isTrue();
    assertThat(Difference.between(snapshot, NOW, snapshot, end).peers()).hasSize(1);
  }
}
