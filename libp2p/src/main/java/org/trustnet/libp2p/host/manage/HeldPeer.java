package org.trustnet.libp2p.host.manage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.libp2p.host.DialSource;

/** A peer whose connection is renewed. Its user holds the lock. */
final class HeldPeer {
  /** Where it stands. */
  enum State {
    /** Waits for {@link #dueNanos}. */
    WAITING,
    /** Its time has come, and it waits for its turn. */
    QUEUED,
    DIALLING,
    CONNECTED
  }

  final Map<String, DialSource> sources = new LinkedHashMap<>(2);
  State state = State.QUEUED;
  int failures;
  int connections;
  long connectedNanos;
  long dueNanos;

  List<DialSource> allSources() {
    return List.copyOf(sources.values());
  }
}
