package org.trustnet.ipns.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

class OutboxTest {
  private final Outbox outbox = new Outbox();

  private static Cid cid(int n) {
    return Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8("block " + n)));
  }

  @Test
  void tellsTheLastWordAboutACidOnly() {
    outbox.add(Want.have(cid(0)));
    outbox.add(Want.have(cid(1)));
    outbox.add(Want.cancel(cid(0)));

    assertThat(outbox.drain().wants()).containsExactly(Want.have(cid(1)), Want.cancel(cid(0)));
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void putsAsManyWantsAsTheLimitIntoAMessageAndTheNextIntoAnother() {
    for (int i = 0; i <= Outbox.MESSAGE_WANTS; i++) {
      outbox.add(Want.block(cid(i)));
    }

    assertThat(outbox.drain().wants()).hasSize(Outbox.MESSAGE_WANTS);
    assertThat(outbox.drain().wants()).containsExactly(Want.block(cid(Outbox.MESSAGE_WANTS)));
  }

  @Test
  void holdsAsManyWantsAsTheLimitAndTakesOnlyNewWordsAboutThem() {
    for (int i = 0; i < Outbox.MAX_WANTS; i++) {
      assertThat(outbox.add(Want.have(cid(i)))).isTrue();
    }

    assertThat(outbox.add(Want.have(cid(Outbox.MAX_WANTS)))).isFalse();
    assertThat(outbox.add(Want.cancel(cid(0)))).isTrue();
  }
}
