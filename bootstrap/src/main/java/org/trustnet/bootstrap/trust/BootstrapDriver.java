package org.trustnet.bootstrap.trust;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.AddressGroup;
import org.trustnet.trust.bootstrap.BootstrapConfig;
import org.trustnet.trust.bootstrap.BootstrapEffects;
import org.trustnet.trust.bootstrap.BootstrapEvent;
import org.trustnet.trust.bootstrap.BootstrapMachine;
import org.trustnet.trust.bootstrap.BootstrapState;
import org.trustnet.trust.bootstrap.Contact;
import org.trustnet.trust.decide.Difference;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.TrustFunction;

/**
 * Drives the bootstrap machine: dials whom it names, asks them a FIND_NODE, tells what came of it.
 * Trust model, section 8. The machine steps under a lock of its own; nobody waits for the network
 * there. Contacts run on virtual threads.
 */
final class BootstrapDriver implements TrustState.Watcher, HostListener {
  /** Peers met without a stage that are asked at once whether they answer; others are left out. */
  static final int MAX_MET_ASKED = 16;

  private static final Functions ABOUT_BOOTSTRAP =
      Functions.of(TrustFunction.BOOTSTRAP, TrustFunction.CONNECT_ON_STARTUP);
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapDriver.class);

  private final TrustState state;
  private final HostNode host;
  private final DualKad kad;
  private final Contacts contacts;
  private final ExecutorService threads;
  private final BootstrapMachine machine;
  private final StartingPeers starting;
  private final EclipseCheck eclipse;
  private final BootstrapTally tally = new BootstrapTally();
  private final ReentrantLock lock = new ReentrantLock();
  private final Semaphore wake = new Semaphore(0);
  private final Semaphore metAsked = new Semaphore(MAX_MET_ASKED);
  private final AtomicBoolean refreshing = new AtomicBoolean();

  /** Whom a stage is contacting; bounded by the machine's slots. */
  private final Set<PeerId> contacting = ConcurrentHashMap.newKeySet();

  private volatile BootstrapState stage = BootstrapState.IDLE;
  private long wakeNanos;

  BootstrapDriver(
      TrustState state,
      TrustService.Parts parts,
      Contacts contacts,
      BootstrapConfig config,
      RandomGenerator random,
      ExecutorService threads) {
    this.state = state;
    this.host = parts.host();
    this.kad = parts.kad();
    this.contacts = contacts;
    this.threads = threads;
    this.machine = new BootstrapMachine(config, random);
    this.starting = new StartingPeers(host.peer(), host.addressBook(), state);
    this.eclipse = new EclipseCheck(host, kad, contacts);
  }

  void start() {
    host.listen(this);
    threads.execute(this::run);
  }

  private void run() {
    on(new BootstrapEvent.Started());
    for (Connection connection : host.connections()) {
      consider(connection);
    }
    try {
      while (true) {
        long left = Math.max(0, wakeTime() - state.clock().nanos());
        if (!wake.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          on(new BootstrapEvent.Woken());
        }
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long wakeTime() {
    lock.lock();
    try {
      return wakeNanos;
    } finally {
      lock.unlock();
    }
  }

  private void on(BootstrapEvent event) {
    lock.lock();
    try {
      machine.on(event, state.clock().nanos(), starting, new Effects());
    } finally {
      lock.unlock();
    }
  }

  BootstrapStatus status() {
    lock.lock();
    try {
      return tally.status(stage);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void changed(TrustState.Published published) {
    if (published.difference().peers().stream().anyMatch(BootstrapDriver::isAboutBootstrap)) {
      background(() -> on(new BootstrapEvent.CandidatesChanged()));
    }
  }

  private static boolean isAboutBootstrap(Difference.PeerChange change) {
    return !change.gained().rely().and(ABOUT_BOOTSTRAP).isEmpty();
  }

  // Connections.

  @Override
  public void onIdentified(Connection connection, Identity identity) {
    consider(connection);
  }

  /** A peer that serves the DHT counts once it answers a FIND_NODE, whoever dialled. */
  private void consider(Connection connection) {
    boolean serves =
        host.addressBook().protocols(connection.peer()).stream()
            .anyMatch(PeerAsk.PROTOCOLS::contains);
    if (serves
        && stage != BootstrapState.BOOTSTRAPPED
        && !contacting.contains(connection.peer())
        && metAsked.tryAcquire()) {
      background(
          () -> {
            try {
              on(met(connection, contacts.asked(connection).group()));
            } catch (StreamException e) {
              LOG.debug("{} is connected and does not answer: {}", connection, e.getMessage());
            } finally {
              metAsked.release();
            }
          });
    }
  }

  private static BootstrapEvent met(Connection connection, Optional<AddressGroup> group) {
    return switch (connection.direction()) {
      case INBOUND -> new BootstrapEvent.Inbound(connection.peer(), group);
      case OUTBOUND -> new BootstrapEvent.Met(connection.peer(), group);
    };
  }

  @Override
  public void onDisconnected(Connection connection) {
    if (!host.connections(connection.peer()).isEmpty()) {
      return;
    }
    lock.lock();
    try {
      tally.disconnected(connection.peer());
    } finally {
      lock.unlock();
    }
    on(new BootstrapEvent.Lost(connection.peer()));
    if (host.connections().isEmpty()) {
      on(new BootstrapEvent.AllLost());
    }
  }

  private void background(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.trace("closing: the network is no more looked for");
    }
  }

  /** What the machine wants; called under the lock. */
  private final class Effects implements BootstrapEffects {
    @Override
    public void contact(Contact contact) {
      contacting.add(contact.peer());
      background(
          () -> {
            try {
              Optional<AddressGroup> group = contacts.reached(contact).group();
              on(new BootstrapEvent.Answered(contact.peer(), group));
            } catch (StreamException e) {
              LOG.debug("{} of {}: {}", contact.peer(), contact.source().id(), e.getMessage());
              on(new BootstrapEvent.Failed(contact.peer()));
            } finally {
              contacting.remove(contact.peer());
            }
          });
    }

    @Override
    public void state(BootstrapState now) {
      stage = now;
      LOG.info("bootstrap: {}", now.id());
    }

    @Override
    public void kademliaBootstrap() {
      if (refreshing.compareAndSet(false, true)) {
        background(
            () -> {
              try {
                kad.refresh();
              } finally {
                refreshing.set(false);
              }
            });
      }
    }

    @Override
    public void compareTable(Contact contact) {
      background(() -> compare(contact));
    }

    @Override
    public void wakeAt(long nanos) {
      wakeNanos = nanos;
      wake.release();
    }

    @Override
    public void count(PeerId peer, Contact.Source source, Contact.Outcome outcome) {
      tally.count(peer, source, outcome);
    }
  }

  private void compare(Contact contact) {
    try {
      if (eclipse.suspects(contact)) {
        suspected(contact.peer());
      }
    } catch (StreamException e) {
      LOG.debug("{} was not compared with: {}", contact.peer(), e.getMessage());
    }
  }

  private void suspected(PeerId witness) {
    lock.lock();
    try {
      tally.eclipseSuspected();
    } finally {
      lock.unlock();
    }
    LOG.warn(
        "eclipse-suspect: a lookup through {} found peers near us, and our routing table had none"
            + " of them",
        witness);
  }
}
