package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.KadMessage;
import org.trustnet.trust.bootstrap.AddressGroup;
import org.trustnet.trust.bootstrap.Contact;

/**
 * Dials a peer and asks it who is near us: what counts as an answer of the network. Blocking, for
 * virtual threads.
 */
final class Contacts {
  /** How long a dial may take: a stage has 5 to 30 s. */
  static final Duration DIAL = Duration.ofSeconds(10);

  /** How long an answer may take. */
  static final Duration ANSWER = Duration.ofSeconds(5);

  /**
   * What came of asking a peer.
   *
   * @param group the network of its address; empty without an IP address
   * @param protocol the DHT's protocol that it answered by: the public one if it serves both
   */
  record Answered(Optional<AddressGroup> group, String protocol) {}

  private final Host host;
  private final RemoteResolver resolver;
  private final DialBudget budget;
  private final PeerAsk peers;

  Contacts(Host host, TrustClock clock, RemoteResolver resolver, DialBudget budget) {
    this.host = host;
    this.resolver = resolver;
    this.budget = budget;
    this.peers = new PeerAsk(clock::nanos);
  }

  /** Reaches the contact and has its answer. */
  Answered reached(Contact contact) throws StreamException {
    return asked(connection(contact));
  }

  private Connection connection(Contact contact) throws StreamException {
    List<Connection> open = host.connections(contact.peer());
    if (!open.isEmpty()) {
      return open.getFirst();
    }
    DialTargets targets =
        contact
            .dialling()
            .map(listed -> resolver.targets(contact.peer(), listed).through(budget))
            .orElse(DialTargets.beside(List.of()));
    return switch (host.connect(contact.peer(), targets, DIAL)) {
      case DialOutcome.Connected(Connection connection, boolean _) -> connection;
      case DialOutcome.Limited(String limit) ->
          throw new StreamException(StreamException.Kind.LIMITED, limit);
      case DialOutcome other ->
          throw new StreamException(StreamException.Kind.DISCONNECTED, other.toString());
    };
  }

  /** Asks a connected peer. */
  Answered asked(Connection connection) throws StreamException {
    KadMessage question = KadMessage.findNode(host.peer().encode());
    String protocol = peers.ask(connection, question, ANSWER).protocol();
    return new Answered(AddressGroup.of(connection.remoteAddress()), protocol);
  }
}
