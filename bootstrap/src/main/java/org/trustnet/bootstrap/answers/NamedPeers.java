package org.trustnet.bootstrap.answers;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsException;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Protocol;

/** Peers as users name them. Safe on any thread; blocks on DNS, for virtual threads. */
final class NamedPeers {
  private final AddressResolver resolver;

  NamedPeers(AddressResolver resolver) {
    this.resolver = resolver;
  }

  /**
   * A peer by its ID, an address that ends in it, or a {@code /dnsaddr/NAME} whose tree leads to
   * this one peer.
   */
  PeerInfo find(String text, Request request) throws InterruptedException {
    if (!text.startsWith("/")) {
      return Arguments.peer(text);
    }
    Multiaddr address;
    try {
      address = Multiaddr.parse(text);
    } catch (MultiformatException e) {
      throw OperationException.usage(String.valueOf(e.getMessage()));
    }
    boolean tree = address.components().getFirst().protocol() == Protocol.DNSADDR;
    return tree && address.peerId().isEmpty()
        ? leaf(address, request)
        : Arguments.peerAddress(text);
  }

  private PeerInfo leaf(Multiaddr name, Request request) throws InterruptedException {
    if (request.isLocal()) {
      throw OperationException.failed(name + " needs DNS; leave --offline away");
    }
    AddressResolver.Resolution found = resolve(name, request);
    Map<PeerId, Set<Multiaddr>> peers = new LinkedHashMap<>();
    for (Multiaddr address : found.addresses()) {
      address
          .peerId()
          .ifPresent(
              peer ->
                  address
                      .withoutPeer()
                      .ifPresent(
                          bare ->
                              peers.computeIfAbsent(peer, _ -> new LinkedHashSet<>()).add(bare)));
    }
    if (peers.isEmpty()) {
      throw OperationException.notFound(
          name
              + " leads to no peer"
              + found.failure().map(failure -> ": " + failure.getMessage()).orElse(""));
    }
    if (peers.size() > 1) {
      throw new OperationException(
          OperationException.Kind.USAGE,
          name + " leads to " + peers.size() + " peers: name one of them",
          peers.keySet().stream().map(peer -> name + "/p2p/" + peer).toList());
    }
    Map.Entry<PeerId, Set<Multiaddr>> only = peers.entrySet().iterator().next();
    return new PeerInfo(only.getKey(), List.copyOf(only.getValue()));
  }

  private AddressResolver.Resolution resolve(Multiaddr name, Request request)
      throws InterruptedException {
    try {
      return resolver.resolve(name, Arguments.patience(request));
    } catch (DnsException e) {
      InterruptedException broken = new InterruptedException("broken off while asking DNS");
      broken.initCause(e);
      throw broken;
    }
  }
}
