package org.trustnet.ipns.bitswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/** What all peers together want of us. */
class WantBudgetTest {
  private static final int TOTAL = 1_000;

  private final WantBudget budget = new WantBudget(TOTAL);
  private final Map<Cid, Block> store = new HashMap<>();

  private WantLedger peer() {
    return new WantLedger(1 << 20, budget, 0);
  }

  private static Block block(int n) {
    return Block.hashing(1, Cid.RAW, Bytes.utf8("block " + n));
  }

  private static List<Want> wants(int from, int count, Want.Absence absence) {
    return IntStream.range(from, from + count)
        .mapToObj(n -> new Want(block(n).cid(), 1, Want.Kind.BLOCK, absence))
        .toList();
  }

  private static void ask(WantLedger peer, int count) {
    peer.take(wants(0, count, Want.Absence.TOLD), BitswapMessage.Scope.CHANGE);
  }

  private BitswapMessage answer(WantLedger peer) {
    return peer.answer(
        cid -> true, cid -> OptionalLong.empty(), cid -> Optional.ofNullable(store.get(cid)));
  }

  @Test
  void peersWithManyWantsHoldThreeQuartersAndNotOneMore() {
    WantLedger greedy = peer();
    ask(greedy, TOTAL * 3 / 4);
    assertThat(greedy.wants()).isEqualTo(TOTAL * 3 / 4);
    assertThat(budget.refusals()).isZero();

    greedy.take(wants(5_000, 1, Want.Absence.TOLD), BitswapMessage.Scope.CHANGE);
    assertThat(greedy.wants()).isEqualTo(TOTAL * 3 / 4);
    assertThat(budget.refusals()).isEqualTo(1);
  }

  @Test
  void peersWithFewWantsHoldTheRestAndNotOneMore() {
    ask(peer(), TOTAL * 3 / 4);
    WantLedger few = peer();
    ask(few, WantBudget.FEW + 1);
    assertThat(few.wants()).isEqualTo(WantBudget.FEW);

    List<WantLedger> many = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      WantLedger other = peer();
      ask(other, WantBudget.FEW);
      many.add(other);
    }
    assertThat(many.get(2).wants()).isEqualTo(58);
    assertThat(many.get(3).wants()).as("the budget is used up").isEqualTo(WantBudget.SURE);
    assertThat(budget.held()).isEqualTo(TOTAL + 7 * WantBudget.SURE);
  }

  @Test
  void wantsWaitInHalfOfTheBudgetAndNotInOneMore() {
    WantLedger greedy = peer();
    ask(greedy, TOTAL / 2 + 1);

    BitswapMessage answer = answer(greedy);
    assertThat(answer.dontHave()).as("all are told").hasSize(TOTAL / 2 + 1);
    assertThat(greedy.wants()).isEqualTo(TOTAL / 2);
    ask(greedy, TOTAL / 2);
    answer(greedy);
    assertThat(greedy.wants()).isEqualTo(TOTAL / 2);
    assertThat(budget.held()).isEqualTo(TOTAL / 2);
  }

  @Test
  void fewWantsWaitInThreeQuartersOfTheBudgetAndNotInOneMore() {
    WantLedger greedy = peer();
    WantLedger few = peer();
    ask(greedy, TOTAL * 3 / 4 - WantBudget.FEW);
    ask(few, WantBudget.FEW);
    answer(few);
    assertThat(few.wants()).isEqualTo(WantBudget.FEW);

    ask(peer(), 1);
    ask(few, WantBudget.FEW);
    assertThat(answer(few).dontHave()).hasSize(WantBudget.FEW);
    assertThat(few.wants()).isEqualTo(WantBudget.FEW - 1);
  }

  @Test
  void whatIsRefusedIsToldToWhomAsksForItAndForgotten() {
    ask(peer(), TOTAL * 3 / 4);
    WantLedger peer = peer();
    ask(peer, WantBudget.FEW);
    List<Want> told = wants(2_000, 3, Want.Absence.TOLD);
    peer.take(told, BitswapMessage.Scope.CHANGE);
    peer.take(wants(3_000, 3, Want.Absence.SILENT), BitswapMessage.Scope.CHANGE);

    assertThat(answer(peer).dontHave())
        .hasSize(WantBudget.FEW + 3)
        .containsAll(told.stream().map(Want::cid).toList());
    assertThat(budget.refusals()).isZero();
    assertThat(peer.wants()).isEqualTo(WantBudget.SURE);
    assertThat(peer.arrived(told.getFirst().cid().hash())).isFalse();
  }

  @Test
  void aQuarterAsManyRefusalsWaitToBeToldAndNotOneMore() {
    WantLedger greedy = peer();
    ask(greedy, TOTAL * 3 / 4);
    greedy.take(wants(2_000, TOTAL / 4, Want.Absence.TOLD), BitswapMessage.Scope.CHANGE);
    assertThat(budget.refusals()).isEqualTo(TOTAL / 4);

    WantLedger other = peer();
    ask(other, WantBudget.FEW + 1);
    assertThat(budget.refusals()).isEqualTo(TOTAL / 4);
    greedy.clear();
    ask(other, WantBudget.FEW + 1);
    assertThat(budget.refusals()).isZero();
    assertThat(other.wants()).isEqualTo(WantBudget.FEW + 1);
  }

  @Test
  void givesBackOnceWhatIsAnsweredCancelledReplacedOrLeft() {
    WantLedger other = peer();
    other.take(wants(9_000, 1, Want.Absence.TOLD), BitswapMessage.Scope.CHANGE);
    WantLedger peer = peer();
    store.put(block(0).cid(), block(0));
    ask(peer, 4);
    answer(peer);
    assertThat(budget.held()).as("one of four was there").isEqualTo(1 + 3);

    store.put(block(1).cid(), block(1));
    assertThat(peer.arrived(block(1).cid().hash())).isTrue();
    assertThat(budget.held()).isEqualTo(1 + 3);
    answer(peer);
    assertThat(budget.held()).isEqualTo(1 + 2);
    assertThat(peer.arrived(block(1).cid().hash())).isFalse();

    for (int i = 0; i < 2; i++) {
      peer.take(List.of(Want.cancel(block(2).cid())), BitswapMessage.Scope.CHANGE);
      assertThat(budget.held()).isEqualTo(1 + 1);
    }
    peer.take(wants(20, 5, Want.Absence.TOLD), BitswapMessage.Scope.FULL);
    assertThat(budget.held()).isEqualTo(1 + 5);
    for (int i = 0; i < 2; i++) {
      peer.clear();
      assertThat(budget.held()).isEqualTo(1);
    }
  }

  @Test
  void twoNamesOfOneBlockAreGivenBackOnceEach() {
    WantLedger peer = peer();
    Cid raw = block(1).cid();
    peer.take(
        List.of(Want.block(raw), Want.block(new Cid(1, Cid.DAG_PB, raw.hash()))),
        BitswapMessage.Scope.CHANGE);
    answer(peer);
    assertThat(budget.held()).isEqualTo(peer.wants());
    peer.clear();
    assertThat(budget.held()).isZero();
  }

  @Test
  void aPeerWithFewWantsIsServedWhileOthersHoldTheBudget() {
    for (int i = 0; i < 100; i++) {
      WantLedger other = peer();
      ask(other, WantLedger.MAX_WANTS);
      if (i % 2 == 0) {
        answer(other);
      }
    }
    assertThat(budget.held()).isGreaterThanOrEqualTo(TOTAL);
    WantLedger honest = peer();
    Block here = block(50_000);
    Block coming = block(50_001);
    store.put(here.cid(), here);
    honest.take(
        List.of(Want.block(here.cid()), Want.block(coming.cid())), BitswapMessage.Scope.CHANGE);

    assertThat(answer(honest).blocks()).containsExactly(here);
    store.put(coming.cid(), coming);
    assertThat(honest.arrived(coming.cid().hash())).isTrue();
    assertThat(answer(honest).blocks()).containsExactly(coming);
  }

  @Test
  void theBudgetGrowsWithTheHeapUpToItsMost() {
    long most = (long) BitswapConfig.MOST_WANTS * BitswapConfig.WANT_BYTES * 16;
    assertThat(BitswapConfig.serving((_, _) -> true, 256L << 20).maxWants()).isEqualTo(65_536);
    assertThat(BitswapConfig.serving((_, _) -> true, most).maxWants())
        .isEqualTo(BitswapConfig.MOST_WANTS);
    assertThat(BitswapConfig.serving((_, _) -> true, most * 2).maxWants())
        .isEqualTo(BitswapConfig.MOST_WANTS);
    assertThat(BitswapConfig.serving((_, _) -> true, 1).maxWants())
        .isEqualTo(BitswapConfig.LEAST_WANTS);
    BitswapConfig least = BitswapConfig.serving((_, _) -> true, 1);
    assertThatThrownBy(
            () ->
                new BitswapConfig(
                    least.serves(),
                    least.bytesPerSecond(),
                    BitswapConfig.LEAST_WANTS - 1,
                    least.sendTimeout(),
                    least.idle()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
