package org.trustnet.bootstrap.node;

import java.time.Duration;
import org.trustnet.ipns.name.TxtRecords;
import org.trustnet.libp2p.dns.DnsClient;
import org.trustnet.libp2p.dns.DnsException;

/**
 * TXT records for DNSLink, asked of the DNS servers of the configuration. At most {@link
 * DnsClient#MAX_TEXTS} records of a name come back. Nothing is cached: a resolver on the machine
 * does that. Blocking, for virtual threads.
 */
public final class DnsTexts implements TxtRecords {
  private final DnsClient dns;

  public DnsTexts(DnsClient dns) {
    this.dns = dns;
  }

  @Override
  public Answer ask(String name, Duration timeout) throws InterruptedException {
    try {
      return new Answer.Texts(dns.txt(name, timeout), Duration.ZERO);
    } catch (DnsException e) {
      if (e.kind() == DnsException.Kind.INTERRUPTED) {
        throw interrupted(e);
      }
      return new Answer.Failed(String.valueOf(e.getMessage()));
    }
  }

  private static InterruptedException interrupted(DnsException e) {
    boolean _ = Thread.interrupted();
    InterruptedException broken = new InterruptedException("broken off while asking DNS");
    broken.initCause(e);
    return broken;
  }
}
