package org.trustnet.ipns.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

class FetchPlanTest {
  private static final FetchPlan.Urgency NOW = FetchPlan.Urgency.NOW;
  private static final FetchPlan.Urgency SOON = FetchPlan.Urgency.SOON;
  private static final Cid CID = cid(0);

  /** Writes down what a plan does. */
  private static final class Recorder implements FetchPlan.Effects {
    private final List<String> sent = new ArrayList<>();
    private final List<Cid> searched = new ArrayList<>();
    private final Set<PeerId> deaf = new HashSet<>();

    @Override
    public boolean send(PeerId peer, Want want) {
      return !deaf.contains(peer) && sent.add(want.kind() + " " + index(peer));
    }

    @Override
    public void search(Cid cid) {
      searched.add(cid);
    }

    private List<String> take() {
      List<String> taken = List.copyOf(sent);
      sent.clear();
      return taken;
    }
  }

  private static final List<PeerId> PEERS =
      IntStream.range(0, FetchPlan.MAX_PEERS + 1)
          .mapToObj(n -> PeerId.of(Multihash.sha256(Bytes.utf8("peer " + n))))
          .toList();

  private final Recorder out = new Recorder();
  private final FetchPlan plan = new FetchPlan();

  private static Cid cid(int n) {
    return Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8("block " + n)));
  }

  private static int index(PeerId peer) {
    return PEERS.indexOf(peer);
  }

  private void peers(int count) {
    PEERS.subList(0, count).forEach(plan::addPeer);
  }

  @Test
  void asksWhoHasItAndThenTheFirstThatHasIt() {
    peers(3);
    plan.want(CID, NOW, 0, out);
    assertThat(out.take()).containsExactly("HAVE 0", "HAVE 1", "HAVE 2");

    plan.dontHave(PEERS.get(0), CID.hash(), 1, out);
    plan.have(PEERS.get(1), CID.hash(), 1, out);
    plan.have(PEERS.get(2), CID.hash(), 1, out);
    assertThat(out.take()).containsExactly("BLOCK 1");
  }

  @Test
  void cancelsWithAllOthersWhenTheBlockCame() {
    peers(2);
    plan.want(CID, NOW, 0, out);
    plan.have(PEERS.get(0), CID.hash(), 1, out);
    out.take();

    assertThat(plan.received(PEERS.get(0), CID.hash(), 2, out)).isTrue();
    assertThat(out.take()).containsExactly("CANCEL 1");
    assertThat(plan.wants(CID.hash())).isFalse();
  }

  @Test
  void asksThePeerThatGaveABlockForTheNextOneAtOnce() {
    peers(2);
    plan.want(CID, NOW, 0, out);
    plan.have(PEERS.get(1), CID.hash(), 1, out);
    plan.received(PEERS.get(1), CID.hash(), 2, out);
    out.take();

    plan.want(cid(1), NOW, 3, out);
    assertThat(out.take()).containsExactly("BLOCK 1");
  }

  @Test
  void asksTheNextWhenOneIsSilent() {
    peers(2);
    plan.want(CID, NOW, 0, out);
    plan.have(PEERS.get(0), CID.hash(), 1, out);
    plan.have(PEERS.get(1), CID.hash(), 1, out);
    out.take();

    plan.tick(FetchPlan.PATIENCE_NANOS, out);
    assertThat(out.take()).isEmpty();
    plan.tick(FetchPlan.PATIENCE_NANOS + 1, out);
    assertThat(out.take()).containsExactly("BLOCK 1");
  }

  @Test
  void asksTheNextWhenOneGoesAway() {
    peers(2);
    plan.want(CID, NOW, 0, out);
    plan.have(PEERS.get(0), CID.hash(), 1, out);
    plan.have(PEERS.get(1), CID.hash(), 1, out);
    out.take();

    plan.removePeer(PEERS.get(0), 2, out);
    assertThat(out.take()).containsExactly("BLOCK 1");
  }

  /** Peers 0 and 1 have every block; 0 is asked for the first and tells lies. */
  private void asksTheLiarFirst(int blocks) {
    peers(2);
    for (int i = 0; i < blocks; i++) {
      plan.want(cid(i), NOW, 0, out);
      plan.have(PEERS.get(0), cid(i).hash(), 1, out);
    }
  }

  @Test
  void asksTheNextAtOnceWhenAPeerSendsSomethingElse() {
    asksTheLiarFirst(1);
    plan.have(PEERS.get(1), CID.hash(), 1, out);
    out.take();

    plan.unwanted(PEERS.get(0), 2, out);
    assertThat(out.take()).containsExactly("BLOCK 1");
    assertThat(plan.received(PEERS.get(0), CID.hash(), 3, out)).as("it was only slow").isTrue();
  }

  @Test
  void asksAPeerThatSentSomethingElseLast() {
    peers(2);
    plan.want(CID, NOW, 0, out);
    plan.have(PEERS.get(0), CID.hash(), 1, out);
    plan.received(PEERS.get(0), CID.hash(), 2, out);
    plan.want(cid(1), NOW, 3, out);
    plan.received(PEERS.get(1), cid(1).hash(), 4, out);
    plan.unwanted(PEERS.get(0), 5, out);
    out.take();

    plan.want(cid(2), NOW, 6, out);
    assertThat(out.take()).containsExactly("BLOCK 1");
  }

  @Test
  void barsAPeerForGoodThatSendsOnceMoreThanTheLimitWhatNobodyAskedFor() {
    asksTheLiarFirst(FetchPlan.MAX_UNWANTED + 1);
    for (int i = 0; i < FetchPlan.MAX_UNWANTED; i++) {
      plan.unwanted(PEERS.get(0), 2, out);
    }
    assertThat(plan.peers()).contains(PEERS.get(0));

    plan.unwanted(PEERS.get(0), 2, out);
    assertThat(plan.peers()).containsExactly(PEERS.get(1));
    plan.addPeer(PEERS.get(0));
    assertThat(plan.peers()).as("found again as a provider").containsExactly(PEERS.get(1));
  }

  @Test
  void callsAReaderStalledWhenNothingCameForAsLongAsTheLimit() {
    peers(1);
    plan.want(CID, NOW, 0, out);
    assertThat(plan.stalled(0, FetchPlan.STALL_NANOS - 1)).isFalse();
    assertThat(plan.stalled(0, FetchPlan.STALL_NANOS)).isTrue();

    plan.want(cid(1), SOON, 0, out);
    plan.received(PEERS.get(0), cid(1).hash(), 5, out);
    assertThat(plan.stalled(0, FetchPlan.STALL_NANOS + 4)).as("another block came").isFalse();
    assertThat(plan.stalled(0, FetchPlan.STALL_NANOS + 5)).isTrue();
  }

  @Test
  void looksForProvidersWhenNobodyHasItAndAgainAfterAWhile() {
    peers(1);
    plan.want(CID, NOW, 0, out);
    assertThat(out.searched).isEmpty();
    plan.dontHave(PEERS.get(0), CID.hash(), 1, out);
    assertThat(out.searched).containsExactly(CID);

    plan.tick(FetchPlan.SEARCH_AGAIN_NANOS, out);
    assertThat(out.searched).hasSize(1);
    plan.tick(FetchPlan.SEARCH_AGAIN_NANOS + 1, out);
    assertThat(out.searched).hasSize(2);
  }

  @Test
  void looksForProvidersWhenThoseAskedAreSlow() {
    peers(1);
    plan.want(CID, NOW, 0, out);
    plan.tick(FetchPlan.SEARCH_AFTER_NANOS, out);

    assertThat(out.searched).containsExactly(CID);
  }

  @Test
  void asksAProviderThatWasFound() {
    plan.want(CID, NOW, 0, out);
    plan.addPeer(PEERS.get(5));
    plan.tick(1, out);

    assertThat(out.take()).containsExactly("HAVE 5");
  }

  @Test
  void asksAsManyPeersAsTheLimitAndNotOneMore() {
    peers(FetchPlan.MAX_ASKED + 1);
    plan.want(CID, NOW, 0, out);
    assertThat(out.take()).hasSize(FetchPlan.MAX_ASKED);

    plan.dontHave(PEERS.get(0), CID.hash(), 1, out);
    assertThat(out.take()).containsExactly("HAVE " + FetchPlan.MAX_ASKED);
  }

  @Test
  void wantsAsManyBlocksAsTheLimitAndNotOneMore() {
    for (int i = 0; i < FetchPlan.MAX_WANTS; i++) {
      assertThat(plan.want(cid(i), SOON, 0, out)).isTrue();
    }
    assertThat(plan.want(cid(FetchPlan.MAX_WANTS), SOON, 0, out)).isFalse();
  }

  @Test
  void wantsTheBlockThatAReaderWaitsForWhateverElseIsWanted() {
    peers(1);
    for (int i = 0; i < FetchPlan.MAX_WANTS; i++) {
      plan.want(cid(i), SOON, 0, out);
    }
    out.take();

    assertThat(plan.want(cid(FetchPlan.MAX_WANTS), NOW, 0, out)).isTrue();
    assertThat(out.take()).containsExactly("HAVE 0");
  }

  @Test
  void knowsAsManyPeersAsTheLimitAndNotOneMore() {
    peers(FetchPlan.MAX_PEERS + 1);

    assertThat(plan.peers()).hasSize(FetchPlan.MAX_PEERS);
  }

  @Test
  void asksAnotherWhereAPeerCannotBeTold() {
    peers(2);
    out.deaf.add(PEERS.get(0));
    plan.want(CID, NOW, 0, out);

    assertThat(out.take()).containsExactly("HAVE 1");
  }

  @Test
  void ignoresAnswersThatNobodyAskedFor() {
    peers(1);
    plan.want(CID, NOW, 0, out);
    out.take();

    plan.have(PEERS.get(7), CID.hash(), 1, out);
    plan.have(PEERS.get(0), cid(9).hash(), 1, out);
    assertThat(out.take()).isEmpty();
  }

  @Test
  void tellsEveryoneWhenItIsOver() {
    peers(2);
    plan.want(CID, NOW, 0, out);
    out.take();

    plan.dropAll(out);
    assertThat(out.take()).containsExactly("CANCEL 0", "CANCEL 1");
  }
}
