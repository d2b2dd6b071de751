package org.trustnet.bootstrap.node;

import java.time.Duration;
import org.trustnet.bootstrap.names.Routing;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.PutOutcome;
import org.trustnet.multiformats.Bytes;

/** IPNS records in the DHT. Blocking, for virtual threads. */
public final class DhtNames implements Routing {
  private final DualKad kad;

  public DhtNames(DualKad kad) {
    this.kad = kad;
  }

  @Override
  public boolean hasPeers() {
    return kad.hasPeers();
  }

  @Override
  public int put(Bytes key, Bytes record, Duration timeout) throws InterruptedException {
    PutOutcome outcome = kad.putValue(key, record, timeout);
    ended();
    return outcome instanceof PutOutcome.Sent sent ? sent.stored() : 0;
  }

  @Override
  public int get(Bytes key, int quorum, Answers answers, Duration timeout)
      throws InterruptedException {
    int answered = kad.findValue(key, quorum, answers::record, timeout).answered();
    ended();
    return answered;
  }

  private static void ended() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("broken off while asking the DHT");
    }
  }
}
