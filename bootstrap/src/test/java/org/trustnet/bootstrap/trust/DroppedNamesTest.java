package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.Samples;
import org.trustnet.trust.model.Remote;

final class DroppedNamesTest {
  private static final PeerId FRA = Samples.peer("fra");
  private static final PeerId AMS = Samples.peer("ams");

  private final DroppedNames names = new DroppedNames();

  private void dropped(PeerId peer, String name) {
    names.lookedUp(peer, Remote.parse(name), List.of(name + " leads home"));
  }

  @Test
  void tellsOfAPeersNamesWhyTheyAreNotUsed() {
    dropped(FRA, "one.test");
    dropped(AMS, "two.test");

    assertThat(names.of(FRA)).containsExactly("one.test leads home");
  }

  @Test
  void forgetsANameThatLeadsElsewhere() {
    dropped(FRA, "one.test");

    names.lookedUp(FRA, Remote.parse("one.test"), List.of());

    assertThat(names.of(FRA)).isEmpty();
  }

  @Test
  void forgetsThoseOfLongestAgoBeyondTheLimit() {
    for (int i = 0; i <= DroppedNames.MAX_NAMES; i++) {
      dropped(i == 0 ? AMS : FRA, "n" + i + ".test");
    }

    assertThat(names.of(AMS)).isEmpty();
    assertThat(names.of(FRA)).hasSize(DroppedNames.MAX_NAMES);
  }
}
