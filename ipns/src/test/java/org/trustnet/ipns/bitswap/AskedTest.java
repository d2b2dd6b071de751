package org.trustnet.ipns.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

class AskedTest {
  private final Asked asked = new Asked();

  private static Cid cid(int n) {
    return Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8("block " + n)));
  }

  @Test
  void takesABlockThatWasAskedForAsHonestOnce() {
    asked.add(Want.have(cid(0)));
    asked.add(Want.block(cid(0)));
    asked.add(Want.cancel(cid(0)));

    assertThat(asked.answers(cid(0).hash())).isTrue();
    assertThat(asked.answers(cid(0).hash())).as("sent twice").isFalse();
    assertThat(asked.answers(cid(1).hash())).as("never asked for").isFalse();
  }

  @Test
  void remembersAsMuchAsTheLimitAndForgetsTheOldestForOneMore() {
    for (int i = 0; i < Asked.MAX; i++) {
      asked.add(Want.block(cid(i)));
    }
    asked.add(Want.block(cid(0)));
    asked.add(Want.block(cid(Asked.MAX)));

    assertThat(asked.answers(cid(1).hash())).as("the oldest").isFalse();
    assertThat(asked.answers(cid(0).hash())).as("asked for again").isTrue();
    assertThat(asked.answers(cid(Asked.MAX).hash())).isTrue();
  }
}
