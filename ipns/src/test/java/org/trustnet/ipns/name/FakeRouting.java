package org.trustnet.ipns.name;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.multiformats.Bytes;

/** Peers in memory: each put reaches as many as are up, a lookup gets what was put and planted. */
public final class FakeRouting implements NameRouting {
  private final Map<Bytes, List<Bytes>> records = new HashMap<>();
  private int peers = 3;
  private int quorum = -1;

  public void peers(int up) {
    peers = up;
  }

  /** The quorum of the last lookup. */
  int quorum() {
    return quorum;
  }

  public FakeRouting plant(Bytes key, Bytes record) {
    records.computeIfAbsent(key, k -> new ArrayList<>()).add(record);
    return this;
  }

  List<Bytes> at(Bytes key) {
    return records.getOrDefault(key, List.of());
  }

  @Override
  public int put(Bytes key, Bytes record, Duration timeout) {
    if (peers > 0) {
      plant(key, record);
    }
    return peers;
  }

  @Override
  public int get(Bytes key, int enough, Answers answers, Duration timeout) {
    quorum = enough;
    List<Bytes> held = peers > 0 ? at(key) : List.of();
    held.forEach(answers::record);
    return Math.max(peers, held.size());
  }
}
