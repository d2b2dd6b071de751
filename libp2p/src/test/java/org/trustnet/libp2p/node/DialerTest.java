package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.kad.TestPeers;

/** Attempts that are never carried out: how many there may be. */
class DialerTest {
  private final List<Runnable> begun = new ArrayList<>();
  private boolean closed;
  private final Dialer dialer =
      new Dialer(
          TestPeers.peer(0),
          Access.open(),
          new ConnectionTable(),
          new Race(null, null, null, null, null, TestHosts.environment(Access.open())),
          this::begin);

  private void begin(Runnable attempt) {
    if (closed) {
      throw new RejectedExecutionException();
    }
    begun.add(attempt);
  }

  private DialOutcome dial(int peer) {
    DialTargets targets = DialTargets.heard(List.of(TestPeers.address(peer)));
    return dialer.connect(TestPeers.peer(peer), targets, Duration.ZERO);
  }

  @Test
  void soManyAttemptsMayBeUnderWayAndOneMoreIsRefused() {
    for (int i = 1; i <= Dialer.MAX_ATTEMPTS; i++) {
      assertThat(dial(i)).as("attempt %d", i).isInstanceOf(DialOutcome.Failed.class);
    }
    assertThat(begun).hasSize(Dialer.MAX_ATTEMPTS);

    assertThat(dial(Dialer.MAX_ATTEMPTS + 1))
        .isEqualTo(new DialOutcome.Limited("attempts under way"));
    assertThat(dial(1)).as("who shares an attempt").isInstanceOf(DialOutcome.Failed.class);
    assertThat(begun).hasSize(Dialer.MAX_ATTEMPTS);
  }

  @Test
  void anAttemptThatCannotBeginTakesNoPlace() {
    closed = true;
    for (int i = 1; i <= Dialer.MAX_ATTEMPTS; i++) {
      assertThat(dial(i)).isEqualTo(new DialOutcome.Refused(DialOutcome.Bar.CLOSED));
    }
    closed = false;
    assertThat(dial(Dialer.MAX_ATTEMPTS + 1)).isInstanceOf(DialOutcome.Failed.class);
  }
}
