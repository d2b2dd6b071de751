package org.trustnet.bootstrap.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, to be closed in the reverse order whatever fails on the way. Closing a part
 * that fails is logged and does not keep the others open.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Notes a part that has just been started; returns it. */
  synchronized <T extends AutoCloseable> T started(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      AutoCloseable part = opened.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close in order: {}", part.getClass().getSimpleName(), e.toString());
      }
    }
  }
}
