package org.trustnet.ipns.name;

import java.time.Duration;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.PeerId;

/** Where a path by way of names ends. */
public sealed interface NameOutcome {
  /**
   * At content.
   *
   * @param ttl how long this may be cached: the shortest on the way
   */
  record Resolved(IpfsPath path, Duration ttl) implements NameOutcome {}

  /**
   * At a name without a valid record.
   *
   * @param lookup what came instead
   */
  record NoRecord(NameLookup lookup) implements NameOutcome {}

  /** At a record whose value leads nowhere. */
  record BadValue(PeerId name) implements NameOutcome {}

  /** At a domain that DNSLink does not say one thing about. */
  record BadDomain(String domain, DnsLink.Outcome outcome) implements NameOutcome {}

  /** Nowhere: names lead to names without end. */
  record TooDeep(int limit) implements NameOutcome {}

  /** Nowhere in time. */
  record TimedOut() implements NameOutcome {}
}
