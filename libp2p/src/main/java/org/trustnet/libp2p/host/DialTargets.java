package org.trustnet.libp2p.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Multiaddr;

/**
 * Where a peer is to be dialled.
 *
 * @param addresses with or without {@code /p2p}, may be names; may be empty
 * @param known whether the addresses that the address book holds are dialled too
 * @param gate asked before each of them is dialled
 * @param origin whose word the addresses are
 */
public record DialTargets(List<Multiaddr> addresses, Known known, DialGate gate, Origin origin) {
  /** Most addresses, as many as a dial tries; what is given first is kept. */
  public static final int MAX_ADDRESSES = 64;

  /** What becomes of addresses that the address book holds. */
  public enum Known {
    DIALLED,
    OMITTED
  }

  /** Whose word addresses are; those that the address book holds are always heard. */
  public enum Origin {
    /**
     * Of the user, by a command just now: as {@link #GIVEN}, and what failed lately at the peer or
     * at these addresses keeps nobody from trying them; Kubo's {@code swarm connect}.
     */
    NAMED,
    /** Of the user or of somebody trusted: a name may stand for any address. */
    GIVEN,
    /**
     * Of the network: a name may stand for public addresses only, so that nobody has us dial into
     * our own network by an answer that changes (DNS rebinding).
     */
    HEARD
  }

  public DialTargets {
    addresses = addresses.stream().distinct().limit(MAX_ADDRESSES).toList();
  }

  /** These addresses, and all that the address book holds. */
  public static DialTargets beside(Collection<Multiaddr> addresses) {
    return new DialTargets(List.copyOf(addresses), Known.DIALLED, DialGate.OPEN, Origin.GIVEN);
  }

  /**
   * These addresses, which a user's command names now, and all that the address book holds; as
   * {@link #beside} where it names none.
   */
  public static DialTargets named(Collection<Multiaddr> addresses) {
    return addresses.isEmpty()
        ? beside(addresses)
        : new DialTargets(List.copyOf(addresses), Known.DIALLED, DialGate.OPEN, Origin.NAMED);
  }

  /** These addresses, which the network told of, and all that the address book holds. */
  public static DialTargets heard(Collection<Multiaddr> addresses) {
    return new DialTargets(List.copyOf(addresses), Known.DIALLED, DialGate.OPEN, Origin.HEARD);
  }

  /** These addresses and no other, whatever the address book holds. */
  public static DialTargets only(Collection<Multiaddr> addresses) {
    return new DialTargets(List.copyOf(addresses), Known.OMITTED, DialGate.OPEN, Origin.GIVEN);
  }

  /** The same through {@code gate}. */
  public DialTargets through(DialGate gate) {
    return new DialTargets(addresses, known, gate, origin);
  }

  /**
   * What several parties want dialled for one peer: the addresses of all, and those of the address
   * book if one of them wants these, each through every gate; heard if one of them is, never named.
   */
  public static DialTargets union(Collection<DialTargets> all) {
    List<Multiaddr> addresses = new ArrayList<>();
    Known known = all.isEmpty() ? Known.DIALLED : Known.OMITTED;
    Origin origin = Origin.GIVEN;
    List<DialGate> gates = new ArrayList<>();
    for (DialTargets one : all) {
      addresses.addAll(one.addresses);
      known = one.known == Known.DIALLED ? Known.DIALLED : known;
      origin = one.origin == Origin.HEARD ? Origin.HEARD : origin;
      if (!gates.contains(one.gate)) {
        gates.add(one.gate);
      }
    }
    return new DialTargets(
        addresses,
        known,
        gates.size() == 1 ? gates.getFirst() : address -> first(gates, address),
        origin);
  }

  private static Optional<String> first(List<DialGate> gates, Multiaddr address) {
    return gates.stream().map(gate -> gate.refusal(address)).flatMap(Optional::stream).findFirst();
  }
}
