package org.trustnet.ipns.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

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

class WantLedgerTest {
  private static final long SECOND = 1_000_000_000L;

  private final Map<Cid, Block> store = new HashMap<>();
  private final WantLedger ledger = new WantLedger(1 << 20, new WantBudget(100_000), 0);
  private int blocksRead;

  private Block stored(int length) {
    Block block = Block.hashing(1, Cid.RAW, Bytes.wrap(new byte[length]));
    store.put(block.cid(), block);
    return block;
  }

  private static Cid absent(int n) {
    return Block.hashing(1, Cid.RAW, Bytes.utf8("absent " + n)).cid();
  }

  private BitswapMessage answer() {
    return ledger.answer(cid -> true, this::size, this::read);
  }

  private OptionalLong size(Cid cid) {
    Block block = store.get(cid);
    return block == null ? OptionalLong.empty() : OptionalLong.of(block.data().length());
  }

  private Optional<Block> read(Cid cid) {
    blocksRead++;
    return Optional.ofNullable(store.get(cid));
  }

  private void take(Want... wants) {
    ledger.take(List.of(wants), BitswapMessage.Scope.CHANGE);
  }

  @Test
  void sendsTheBlockThatIsWanted() {
    Block block = stored(5_000);
    take(Want.block(block.cid()));

    assertThat(answer().blocks()).containsExactly(block);
    assertThat(ledger.isIdle()).isTrue();
  }

  @Test
  void saysHaveOfALargeBlockAndSendsASmallOneAtOnce() {
    Block large = stored(WantLedger.SMALL_BLOCK + 1);
    Block small = stored(WantLedger.SMALL_BLOCK);
    take(Want.have(large.cid()), Want.have(small.cid()));

    BitswapMessage answer = answer();
    assertThat(answer.have()).containsExactly(large.cid());
    assertThat(answer.blocks()).containsExactly(small);
  }

  @Test
  void readsNoLargeBlockForWhomOnlyAsksWhetherItIsThere() {
    Block large = stored(2 << 20);
    for (int codec = 0; codec < 200; codec++) {
      Cid alias = new Cid(1, codec, large.cid().hash());
      store.put(alias, large);
      take(Want.have(alias));
    }

    assertThat(answer().have()).hasSize(200);
    assertThat(blocksRead).isZero();
  }

  @Test
  void saysDontHaveOnlyToWhomAsksForIt() {
    take(Want.block(absent(1)), new Want(absent(2), 1, Want.Kind.BLOCK, Want.Absence.SILENT));

    assertThat(answer().dontHave()).containsExactly(absent(1));
  }

  @Test
  void answersAWantWhenItsBlockArrives() {
    Block block = Block.hashing(1, Cid.RAW, Bytes.utf8("absent 1"));
    take(Want.block(block.cid()));
    assertThat(answer().blocks()).isEmpty();
    store.put(block.cid(), block);

    assertThat(ledger.arrived(block.cid().hash())).isTrue();
    assertThat(answer().blocks()).containsExactly(block);
  }

  @Test
  void forgetsWhatIsCancelledAndWhatAFullListLeavesOut() {
    take(Want.block(absent(1)), Want.block(absent(2)));
    take(Want.cancel(absent(1)));
    assertThat(ledger.wanted()).containsExactly(absent(2));

    ledger.take(List.of(Want.block(absent(3))), BitswapMessage.Scope.FULL);
    assertThat(ledger.wanted()).containsExactly(absent(3));
  }

  @Test
  void treatsABlockThatThePeerMayNotHaveAsAbsent() {
    Block block = stored(10);
    take(Want.block(block.cid()));

    BitswapMessage answer = ledger.answer(cid -> false, this::size, cid -> Optional.of(block));
    assertThat(answer.blocks()).isEmpty();
    assertThat(answer.dontHave()).containsExactly(block.cid());
  }

  @Test
  void holdsAsManyWantsAsTheLimitAndNotOneMore() {
    List<Want> wants =
        IntStream.rangeClosed(0, WantLedger.MAX_WANTS)
            .mapToObj(n -> Want.block(absent(n)))
            .toList();
    ledger.take(wants.subList(0, WantLedger.MAX_WANTS), BitswapMessage.Scope.CHANGE);
    assertThat(ledger.wants()).isEqualTo(WantLedger.MAX_WANTS);

    ledger.take(wants.subList(WantLedger.MAX_WANTS, wants.size()), BitswapMessage.Scope.CHANGE);
    assertThat(ledger.wants()).isEqualTo(WantLedger.MAX_WANTS);
  }

  @Test
  void endsAnAnswerOnceItIsLargeEnough() {
    List<Block> blocks =
        IntStream.range(0, 4).mapToObj(n -> stored(WantLedger.ANSWER - 100 + n)).toList();
    blocks.forEach(block -> take(Want.block(block.cid())));

    assertThat(answer().blocks()).hasSize(2);
    assertThat(answer().blocks()).hasSize(2);
  }

  @Test
  void delaysAPeerThatHasHadItsShareOfTheSecond() {
    for (int i = 0; i < 5; i++) {
      take(Want.block(stored(WantLedger.ANSWER + i).cid()));
      answer();
    }

    assertThat(ledger.delayNanos(0)).isPositive();
    assertThat(ledger.delayNanos(SECOND)).isZero();
  }
}
