package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Protocol;
import org.trustnet.trust.model.Remote;

/** Which remotes of a node are dropped, and why. Trust model, section 1, "Remotes". */
public final class RemoteRules {
  /**
   * Remotes judged.
   *
   * @param usable those that may be dialled (a name's addresses are judged when it is resolved)
   * @param dropped the others, with the reason
   */
  public record Judged(List<Remote> usable, List<Dropped> dropped) {
    public Judged {
      usable = List.copyOf(usable);
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * A remote that is not used.
   *
   * @param remote the remote
   * @param reason why, fit to be shown
   */
  public record Dropped(Remote remote, String reason) {}

  /** The addresses that begin with the first {@code bits} of {@code first}. */
  private record Range(IpAddress first, int bits) {
    boolean has(IpAddress ip) {
      return ip.isV4() == first.isV4() && ip.prefix(bits).equals(first);
    }
  }

  /** RFC 5737, RFC 3849 and RFC 9637. */
  private static final List<Range> DOCUMENTATION =
      List.of(
          new Range(IpAddress.parse4("192.0.2.0"), 24),
          new Range(IpAddress.parse4("198.51.100.0"), 24),
          new Range(IpAddress.parse4("203.0.113.0"), 24),
          new Range(IpAddress.parse6("2001:db8::"), 32),
          new Range(IpAddress.parse6("3fff::"), 20));

  private RemoteRules() {}

  /** Judges the remotes of {@code peer}. */
  public static Judged judge(List<Remote> remotes, PeerId peer, Policy.RemoteScope scope) {
    List<Remote> usable = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>();
    for (Remote remote : remotes) {
      Optional<String> reason = fault(remote, peer, scope);
      reason.ifPresentOrElse(r -> dropped.add(new Dropped(remote, r)), () -> usable.add(remote));
    }
    return new Judged(usable, dropped);
  }

  /** Why an address that a list's name resolved to may not be dialled, fit to be shown. */
  public static Optional<String> fault(IpAddress ip, Policy.RemoteScope scope) {
    return scope == Policy.RemoteScope.ANY || outside(ip)
        ? Optional.empty()
        : Optional.of("a " + words(ip.scope()) + " address");
  }

  private static String words(IpAddress.Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<String> fault(Remote remote, PeerId peer, Policy.RemoteScope scope) {
    return switch (remote) {
      case Remote.Domain domain ->
          scope == Policy.RemoteScope.PUBLIC && localName(domain.name())
              ? Optional.of("a name of this machine")
              : Optional.empty();
      case Remote.Address address ->
          alwaysWrong(address.multiaddr(), peer)
              .or(
                  () ->
                      scope == Policy.RemoteScope.PUBLIC
                          ? notPublic(address.multiaddr())
                          : Optional.empty());
    };
  }

  /**
   * What no exception allows: port 0, another peer's ID, a circuit in a circuit, and a host without
   * a transport, which is no usable remote: "one bad remote drops that remote and says so".
   */
  public static Optional<String> alwaysWrong(Multiaddr address, PeerId peer) {
    if (address.port().orElse(-1) == 0) {
      return Optional.of("port 0");
    }
    if (withoutTransport(address)) {
      return Optional.of("no transport such as /tcp/4001");
    }
    long circuits =
        address.components().stream().filter(c -> c.protocol() == Protocol.P2P_CIRCUIT).count();
    if (circuits > 1) {
      return Optional.of("a circuit in a circuit");
    }
    if (address.peerId().filter(p -> !p.equals(peer)).isPresent()) {
      return Optional.of("/p2p/ of another peer");
    }
    return Optional.empty();
  }

  /** A host alone, where nothing says how to speak with it. */
  private static boolean withoutTransport(Multiaddr address) {
    return address.components().stream()
        .map(Multiaddr.Component::protocol)
        .allMatch(
            protocol ->
                switch (protocol) {
                  case IP4, IP6, DNS, DNS4, DNS6, P2P -> true;
                  default -> false;
                });
  }

  /** That a remote of {@code peer} leads nowhere whatever is allowed, fit to be shown. */
  public static Optional<String> undialable(Remote remote, PeerId peer) {
    return remote instanceof Remote.Address address
        ? alwaysWrong(address.multiaddr(), peer)
            .map(why -> address + " can never be dialled: " + why)
        : Optional.empty();
  }

  private static Optional<String> notPublic(Multiaddr address) {
    if (address.has(Protocol.UNIX) || address.has(Protocol.MEMORY)) {
      return Optional.of("an address inside this machine");
    }
    for (Multiaddr.Component component : address.components()) {
      switch (component.protocol()) {
        case IP4, IP6 -> {
          Optional<String> fault =
              fault(new IpAddress(component.value()), Policy.RemoteScope.PUBLIC);
          if (fault.isPresent()) {
            return fault;
          }
        }
        case DNS, DNS4, DNS6, DNSADDR -> {
          if (localName(component.text())) {
            return Optional.of("a name of this machine");
          }
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  private static boolean localName(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return plain.equals("localhost") || plain.endsWith(".localhost");
  }

  /** Documentation ranges lead nowhere and harm nobody; other reserved ones lead into networks. */
  private static boolean outside(IpAddress ip) {
    return switch (ip.scope()) {
      case PUBLIC -> true;
      case RESERVED -> DOCUMENTATION.stream().anyMatch(range -> range.has(ip));
      default -> false;
    };
  }
}
