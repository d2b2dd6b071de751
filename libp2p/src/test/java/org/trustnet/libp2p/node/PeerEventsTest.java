package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

class PeerEventsTest {
  private static final PeerId ANN = PeerId.of(Multihash.sha256(Bytes.utf8("ann")));
  private static final PeerId BEN = PeerId.of(Multihash.sha256(Bytes.utf8("ben")));

  private final List<Runnable> threads = new ArrayList<>();
  private final List<Integer> heard = new ArrayList<>();
  private final PeerEvents events = new PeerEvents(threads::add);

  @Test
  void peerForWhichTooMuchWaitsHasNoRoomUntilItIsHeard() {
    for (int i = 0; i < PeerEvents.MAX_WAITING; i++) {
      assertThat(events.hasRoom(ANN)).isTrue();
      int number = i;
      events.post(ANN, () -> heard.add(number));
    }
    assertThat(events.hasRoom(ANN)).isFalse();
    assertThat(events.hasRoom(BEN)).isTrue();

    events.post(ANN, () -> heard.add(PeerEvents.MAX_WAITING));
    threads.removeFirst().run();

    assertThat(heard).hasSize(PeerEvents.MAX_WAITING + 1).isSorted();
    assertThat(events.hasRoom(ANN)).isTrue();
    assertThat(threads).as("one thread a peer").isEmpty();
  }
}
