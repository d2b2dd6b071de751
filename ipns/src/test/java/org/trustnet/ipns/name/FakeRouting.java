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
  private int given;

  public void peers(int up) {
    peers = up;
  }

  /** How many records the last lookup was given. */
  int given() {
    return given;
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
  public int get(Bytes key, Answers answers, Duration timeout) {
    given = 0;
    for (Bytes record : peers > 0 ? at(key) : List.<Bytes>of()) {
      given++;
      if (answers.record(record) == Wanted.ENOUGH) {
        break;
      }
    }
    return Math.max(peers, given);
  }
}
