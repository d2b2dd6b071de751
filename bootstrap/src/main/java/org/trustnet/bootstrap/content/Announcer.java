package org.trustnet.bootstrap.content;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.bootstrap.announce.Unheard;
import org.trustnet.multiformats.Cid;

/**
 * Tells the DHT what we provide: at once if there is somebody, else as soon as there is, and once
 * after the start what earlier runs kept, behind whatever is new. The DHT repeats by itself what
 * somebody took. Safe on any thread.
 */
final class Announcer implements AutoCloseable {
  /** Walks at once, so that a large addition leaves room for others. */
  static final int AT_ONCE = 4;

  /** How often is looked whether somebody is there, while something waits. */
  private static final Duration WATCH = Duration.ofSeconds(1);

  /** How long nothing to do is slept through; whatever comes wakes earlier. */
  private static final Duration IDLE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /** The DHT as this class needs it. */
  interface Providing {
    /** Whether there is anybody to tell; never blocks. */
    boolean hasPeers();

    /** Tells that we provide a root, and returns how many took it. */
    int provide(Cid root);
  }

  private final Providing dht;
  private final Supplier<List<Cid>> kept;
  private final InstantSource plans;
  private final Unheard<Cid> unheard = new Unheard<>();

  /** What earlier runs kept and this one has not told yet; under the lock of {@link #unheard}. */
  private final Set<Cid> earlier = new LinkedHashSet<>();

  private final Semaphore wake = new Semaphore(0);
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ExecutorService walks =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("announce").factory());
  private volatile boolean asked;

  /** Whether it was said that what earlier runs kept cannot be read; of the announcing thread. */
  private boolean refused;

  private volatile boolean closed;

  /**
   * @param kept the roots that earlier runs kept; asked once, on a virtual thread, right after the
   *     start: whoever asks us for them is told before there is anybody to announce to
   * @param plans never goes back
   */
  Announcer(Providing dht, Supplier<List<Cid>> kept, InstantSource plans) {
    this.dht = dht;
    this.kept = kept;
    this.plans = plans;
  }

  void start() {
    walks.execute(this::run);
  }

  /** Has these roots told; returns at once. */
  void tell(List<Cid> roots) {
    int left = 0;
    synchronized (unheard) {
      for (Cid root : roots) {
        earlier.remove(root);
        left += unheard.add(root) ? 0 : 1;
      }
    }
    if (left > 0) {
      LOG.warn("{} roots are not announced: {} wait already", left, Unheard.MAX);
    }
    wake.release();
  }

  private void run() {
    try {
      while (!closed) {
        List<Cid> due = due();
        while (!closed && !due.isEmpty()) {
          for (Cid root : due) {
            places.acquire();
            begin(root);
          }
          due = due();
        }
        if (wake.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Cid root) {
    try {
      walks.execute(() -> provide(root));
    } catch (RejectedExecutionException e) {
      LOG.debug("closed before {} was announced", root);
    }
  }

  private Duration pause() {
    synchronized (unheard) {
      return asked && unheard.isEmpty() && earlier.isEmpty() ? IDLE : WATCH;
    }
  }

  private List<Cid> due() {
    if (!asked) {
      askForEarlier();
    }
    if (!dht.hasPeers()) {
      return List.of();
    }
    synchronized (unheard) {
      List<Cid> due = new ArrayList<>(unheard.take(AT_ONCE, plans.instant()));
      due.forEach(earlier::remove); // what is told now needs not be told as an old one too
      offerEarlier(AT_ONCE - due.size());
      due.addAll(unheard.take(AT_ONCE - due.size(), plans.instant()));
      return due;
    }
  }

  /** What cannot be read now is asked for again. */
  private void askForEarlier() {
    try {
      List<Cid> roots = kept.get();
      LOG.debug("{} roots of earlier runs are to be announced", roots.size());
      synchronized (unheard) {
        earlier.addAll(roots);
        asked = true;
      }
    } catch (RuntimeException e) {
      if (!refused && !closed) {
        LOG.warn("what earlier runs kept is not announced until it can be read", e);
      }
      refused = true;
    }
  }

  /** Lets that many of an earlier run wait with what is new. Called under the lock. */
  private void offerEarlier(int most) {
    Iterator<Cid> roots = earlier.iterator();
    for (int taken = 0; taken < most && roots.hasNext(); ) {
      Cid root = roots.next();
      if (!unheard.contains(root)) {
        if (!unheard.add(root)) {
          return;
        }
        taken++;
      }
      roots.remove();
    }
  }

  private void provide(Cid root) {
    try {
      int told = dht.provide(root);
      LOG.debug("announced {} to {} peers", root, told);
      boolean somebody = dht.hasPeers();
      synchronized (unheard) {
        if (told > 0) {
          unheard.heard(root);
        } else if (somebody) {
          unheard.failed(root, plans.instant());
        } else {
          unheard.add(root);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("{} was not announced, and is tried again later", root, e);
      synchronized (unheard) {
        unheard.failed(root, plans.instant());
      }
    } finally {
      places.release();
    }
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    closed = true;
    walks.shutdownNow();
  }
}
