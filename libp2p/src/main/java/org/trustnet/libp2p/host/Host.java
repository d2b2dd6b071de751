package org.trustnet.libp2p.host;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * One libp2p identity with its listeners, connections and protocols. Safe on any thread; calls that
 * block refuse to run on an event loop.
 */
public interface Host extends AutoCloseable {
  PeerId peer();

  /** The addresses the listeners are bound to, without {@code /p2p}. */
  List<Multiaddr> listenAddresses();

  /**
   * What we tell others: bound addresses with unspecified ones expanded, plus {@code
   * AppendAnnounce}, less {@code NoAnnounce}; without {@code /p2p}. Does not block and asks nobody:
   * event loops answer peers with it.
   */
  List<Multiaddr> announcedAddresses();

  /** The protocols that inbound streams may ask for, sorted. */
  Set<String> protocols();

  /**
   * A connection to {@code peer}: one that is open, else a new one to any of {@code addresses} and
   * of those that the address book holds.
   *
   * @param addresses with or without {@code /p2p}; may be empty
   */
  default DialOutcome connect(PeerId peer, Collection<Multiaddr> addresses, Duration timeout) {
    return connect(peer, DialTargets.beside(addresses), timeout);
  }

  /**
   * A connection to {@code peer}: one that is open, whoever began it, else a new one to any of
   * {@code targets}.
   */
  DialOutcome connect(PeerId peer, DialTargets targets, Duration timeout);

  /** Whether {@code peer} may be connected to, either way. */
  default boolean permits(PeerId peer) {
    return true;
  }

  /** Open connections to {@code peer}, the best first. */
  List<Connection> connections(PeerId peer);

  /** All open connections. */
  List<Connection> connections();

  /**
   * Opens a stream on a connection to {@code peer}, dialling it where there is none.
   *
   * @throws StreamException if it cannot be reached or supports none of {@code protocols}
   */
  Stream open(PeerId peer, List<String> protocols, Duration timeout) throws StreamException;

  /** Serves {@code protocol} from now on; peers that are connected are told by identify push. */
  void handle(String protocol, StreamHandler handler);

  /** As {@link #handle}, on the event loop. */
  void handleOnLoop(String protocol, LoopProtocol handler);

  /** Stops serving {@code protocol}: new streams are refused, open ones reset, peers told. */
  void remove(String protocol);

  /** Hears of connections from now on. */
  void listen(HostListener listener);

  AddressBook addressBook();

  ConnectionManager connectionManager();

  /** Refuses new connections, closes all with the multiplexer's goodbye, ends all threads. */
  @Override
  void close();
}
