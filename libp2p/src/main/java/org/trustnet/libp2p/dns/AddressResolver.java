package org.trustnet.libp2p.dns;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Protocol;

/**
 * Looks up addresses that begin with a name. A branch that fails costs itself only. Safe on any
 * thread; calls block and are for virtual threads.
 */
public final class AddressResolver {
  /** Questions for one address, or for all of one {@link Lookups}; as rust-libp2p. */
  public static final int MAX_LOOKUPS = 32;

  /** How deep {@code dnsaddr} may refer to {@code dnsaddr}. */
  public static final int MAX_DEPTH = 4;

  /** Records of one answer that are used; as rust-libp2p. */
  public static final int MAX_RESULTS = 16;

  private static final String PREFIX = "dnsaddr=";

  private final DnsClient client;

  public AddressResolver(DnsClient client) {
    this.client = client;
  }

  /**
   * What came of a look-up.
   *
   * @param addresses distinct, without names; may be empty
   * @param failure the last thing that went wrong, which may have cost addresses
   */
  public record Resolution(List<Multiaddr> addresses, Optional<DnsException> failure) {
    public Resolution {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Looks up {@code address}; one that begins with no name is its own result.
   *
   * @throws DnsException only if the thread is interrupted
   */
  public Resolution resolve(Multiaddr address, Duration timeout) throws DnsException {
    return lookups(timeout).resolve(address);
  }

  /** For several addresses of one node: they share the questions and the time. */
  public Lookups lookups(Duration timeout) {
    return new Lookups(client.deadline(timeout));
  }

  /** Looks up several addresses with the questions and the time of one. On one thread. */
  public final class Lookups {
    private final long deadlineNanos;
    private int asked;

    private Lookups(long deadlineNanos) {
      this.deadlineNanos = deadlineNanos;
    }

    /**
     * As {@link AddressResolver#resolve}.
     *
     * @throws DnsException only if the thread is interrupted
     */
    public Resolution resolve(Multiaddr address) throws DnsException {
      Walk walk = new Walk(this);
      walk.visit(address, 0);
      return new Resolution(List.copyOf(walk.found), Optional.ofNullable(walk.failure));
    }
  }

  private final class Walk {
    final Set<Multiaddr> found = new LinkedHashSet<>();
    @Nullable DnsException failure;
    private final Lookups budget;
    private final long deadlineNanos;
    private final Set<Multiaddr> visited = new LinkedHashSet<>();

    Walk(Lookups budget) {
      this.budget = budget;
      this.deadlineNanos = budget.deadlineNanos;
    }

    void visit(Multiaddr address, int depth) throws DnsException {
      if (!address.needsLookup()) {
        found.add(address);
        return;
      }
      if (!visited.add(address)) {
        return;
      }
      Multiaddr.Component head = address.components().getFirst();
      switch (head.protocol()) {
        case DNS4 -> lookUp(address, Protocol.IP4);
        case DNS6 -> lookUp(address, Protocol.IP6);
        case DNSADDR -> {
          if (depth < MAX_DEPTH) {
            refer(address, depth);
          }
        }
        default -> {
          lookUp(address, Protocol.IP6);
          lookUp(address, Protocol.IP4);
        }
      }
    }

    private void lookUp(Multiaddr address, Protocol to) throws DnsException {
      String name = address.components().getFirst().text();
      List<IpAddress> ips =
          ask(
              () ->
                  to == Protocol.IP4
                      ? client.ip4(name, MAX_RESULTS, deadlineNanos)
                      : client.ip6(name, MAX_RESULTS, deadlineNanos));
      for (IpAddress ip : ips) {
        found.add(address.replaceFirst(new Multiaddr.Component(to, ip.bytes())));
      }
    }

    private void refer(Multiaddr address, int depth) throws DnsException {
      List<Multiaddr.Component> parts = address.components();
      String name = "_dnsaddr." + parts.getFirst().text();
      List<Multiaddr.Component> wanted = parts.subList(1, parts.size());
      for (String text : ask(() -> client.txt(name, MAX_RESULTS, deadlineNanos))) {
        Optional<Multiaddr> one = referred(text).filter(a -> endsIn(a, wanted));
        if (one.isPresent()) {
          visit(one.get(), depth + 1);
        }
      }
    }

    private <T> List<T> ask(Question<T> question) throws DnsException {
      if (++budget.asked > MAX_LOOKUPS) {
        return List.of();
      }
      try {
        return question.ask();
      } catch (DnsException e) {
        if (e.kind() == DnsException.Kind.INTERRUPTED) {
          throw e;
        }
        failure = e;
        return List.of();
      }
    }
  }

  private interface Question<T> {
    List<T> ask() throws DnsException;
  }

  /**
   * The address in a text record; empty if it is of another use or has protocols not known here.
   */
  private static Optional<Multiaddr> referred(String text) {
    try {
      return text.startsWith(PREFIX)
          ? Optional.of(Multiaddr.parse(text.substring(PREFIX.length())))
          : Optional.empty();
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  /** DNSADDR.md: what stands behind the name selects among the records. */
  private static boolean endsIn(Multiaddr address, List<Multiaddr.Component> wanted) {
    List<Multiaddr.Component> parts = address.components();
    return parts.size() > wanted.size()
        && parts.subList(parts.size() - wanted.size(), parts.size()).equals(wanted);
  }
}
