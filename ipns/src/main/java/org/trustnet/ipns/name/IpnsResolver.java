package org.trustnet.ipns.name;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.multiformats.PeerId;

/** Looks names up and judges every answer. An edge: reads the given clock for expiry. */
public final class IpnsResolver {
  /** Valid answers after which a lookup may end, as boxo's {@code DefaultDHTRecordCount}. */
  public static final int DEFAULT_QUORUM = 16;

  /** The quorum of who has to hear everybody, whatever others say before. */
  public static final int ALL = 0;

  /** Most different records kept of a lookup, valid and expired each: the lowest are dropped. */
  public static final int MAX_RECORDS = 32;

  /** Most valid answers that can be asked for; a lookup hears hardly more. */
  public static final int MAX_QUORUM = 256;

  private final NameRouting routing;
  private final InstantSource clock;

  public IpnsResolver(NameRouting routing, InstantSource clock) {
    this.routing = routing;
    this.clock = clock;
  }

  /**
   * One lookup.
   *
   * @param quorum valid answers, equal ones counted, after which it may end; {@link #ALL} if never
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public NameLookup lookup(PeerId name, int quorum, Duration timeout) throws InterruptedException {
    return lookup(name, quorum, timeout, record -> {});
  }

  /**
   * The same for who has to know of all records, not only of the highest.
   *
   * @param heard takes each valid and each expired record as it comes, equal ones each time, as
   *     many as the routing gives; called by the thread that the routing answers on
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public NameLookup lookup(PeerId name, int quorum, Duration timeout, Consumer<IpnsRecord> heard)
      throws InterruptedException {
    if (quorum < 0) {
      throw new IllegalArgumentException("quorum " + quorum);
    }
    LookupTally tally = new LookupTally(name, clock.instant(), heard);
    int answered = routing.get(RoutingKey.record(name), quorum, tally::add, timeout);
    return tally.result(answered);
  }
}
