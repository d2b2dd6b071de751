package org.trustnet.libp2p.dns;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.IpAddress;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks DNS servers. Keeps nothing: no cache, no socket, no thread. Safe on any thread; calls block
 * and are for virtual threads.
 */
public final class DnsClient {
  /** Text records of a name that are returned: one more than DNSLink takes, which refuses more. */
  public static final int MAX_TEXTS = 65;

  private final DnsConfig config;
  private final LongSupplier nanos;

  /**
   * Makes a client.
   *
   * @param nanos a monotonic clock
   */
  public DnsClient(DnsConfig config, LongSupplier nanos) {
    this.config = config;
    this.nanos = nanos;
  }

  /**
   * The text records of {@code name}, the strings of each joined, as UTF-8; empty if there are
   * none.
   *
   * @throws DnsException if no server gave an answer
   */
  public List<String> txt(String name, Duration timeout) throws DnsException {
    return txt(name, MAX_TEXTS, deadline(timeout));
  }

  long deadline(Duration timeout) {
    return nanos.getAsLong() + timeout.toNanos();
  }

  List<String> txt(String name, int limit, long deadlineNanos) throws DnsException {
    return query(name, Type.TXT, limit, deadlineNanos).stream()
        .map(record -> joined((TXTRecord) record))
        .toList();
  }

  List<IpAddress> ip4(String name, int limit, long deadlineNanos) throws DnsException {
    return query(name, Type.A, limit, deadlineNanos).stream()
        .map(record -> ip(((ARecord) record).getAddress().getAddress()))
        .toList();
  }

  List<IpAddress> ip6(String name, int limit, long deadlineNanos) throws DnsException {
    return query(name, Type.AAAA, limit, deadlineNanos).stream()
        .map(record -> ip(((AAAARecord) record).getAddress().getAddress()))
        .toList();
  }

  private static IpAddress ip(byte[] bytes) {
    return new IpAddress(Bytes.wrap(bytes));
  }

  private static String joined(TXTRecord record) {
    Bytes[] parts = record.getStringsAsByteArrays().stream().map(Bytes::wrap).toArray(Bytes[]::new);
    return new String(Bytes.concat(parts).toArray(), StandardCharsets.UTF_8);
  }

  private List<Record> query(String name, int type, int limit, long deadlineNanos)
      throws DnsException {
    Name absolute = absolute(name);
    DnsException last =
        new DnsException(DnsException.Kind.SERVER, "no DNS server is configured for " + name);
    for (DnsServer server : config.serversFor(name)) {
      Message query = Message.newQuery(Record.newRecord(absolute, type, DClass.IN));
      query.addRecord(new OPTRecord(DnsExchange.UDP_BYTES, 0, 0), Section.ADDITIONAL);
      try {
        Message answer = new DnsExchange(query, nanos, deadlineNanos).with(server);
        switch (answer.getRcode()) {
          case Rcode.NOERROR -> {
            return DnsAnswer.records(answer, absolute, type, limit);
          }
          case Rcode.NXDOMAIN -> {
            return List.of();
          }
          default ->
              last =
                  new DnsException(
                      DnsException.Kind.SERVER, server + ": " + Rcode.string(answer.getRcode()));
        }
      } catch (DnsException e) {
        if (e.kind() == DnsException.Kind.INTERRUPTED) {
          throw e;
        }
        last = e;
      }
    }
    throw last;
  }

  private static Name absolute(String name) throws DnsException {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new DnsException(DnsException.Kind.BAD_NAME, "not a domain name: " + e.getMessage());
    }
  }
}
