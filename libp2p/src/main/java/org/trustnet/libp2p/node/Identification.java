package org.trustnet.libp2p.node;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.identify.IdentifyService;

/**
 * What a host and its peers tell each other of themselves, by identify: announces our protocols and
 * addresses, asks each new peer for its own. Safe on any thread.
 */
final class Identification {
  private static final Logger LOG = LoggerFactory.getLogger(Identification.class);

  /**
   * Who we are.
   *
   * @param host is asked at once for what it announces
   * @param key its private key, by which it signs that
   * @param addresses what it announces of its addresses
   */
  record Self(Host host, PrivateKey key, AnnouncedAddresses addresses) {}

  private final AnnouncedAddresses announced;
  private final HostListeners listeners;
  private final Executor threads;
  private final IdentifyService identify;
  private final Announcer announcer;

  /** Not yet served. */
  Identification(
      Self self,
      IdentifyConfig config,
      IdentifyService.Clocks clocks,
      ConnectionTable connections,
      HostListeners listeners,
      HostThreads threads) {
    this.announced = self.addresses;
    this.listeners = listeners;
    this.threads = threads.virtual();
    this.identify = new IdentifyService(self.host, config, self.key, clocks, this::identified);
    this.announcer =
        new Announcer(
            identify,
            connections::all,
            () -> listeners.tell(self.host.peer(), HostListener::onAnnouncementChanged),
            threads.loops().timer(),
            threads.virtual(),
            config.debounce());
  }

  /** Answers peers from now on and takes their pushes. */
  void serve() {
    identify.serve();
  }

  /** Makes what is announced complete, once listeners are bound. Not on an event loop. */
  void begin() {
    announced.renew();
    identify.refresh();
  }

  /** Looks at the addresses of the machine again; peers are told if they differ. On a thread. */
  void lookAgain() {
    announced.renew();
    announcer.mayHaveChanged();
  }

  /** Something that is announced may be different from now on. Does not block. */
  void mayHaveChanged() {
    announcer.mayHaveChanged();
  }

  /** Asks the peer of a new connection who it is, on a virtual thread. Does not block. */
  void ask(NodeConnection connection) {
    try {
      threads.execute(() -> identify(connection));
    } catch (RejectedExecutionException e) {
      LOG.trace("the host is closing: {} is not identified", connection);
    }
  }

  private void identify(NodeConnection connection) {
    try {
      identify.identify(connection);
    } catch (StreamException | WireException e) {
      LOG.debug("{} does not identify itself: {}", connection, e.getMessage());
    }
  }

  private void identified(Connection connection, HostListener.Identity identity) {
    if (connection instanceof NodeConnection node) {
      node.remoteProtocols(identity.protocols());
    }
    listeners.tell(connection.peer(), listener -> listener.onIdentified(connection, identity));
  }
}
