package org.trustnet.libp2p.host.limits;

/**
 * The answer to a request for something that is limited.
 *
 * @param <P> what is granted
 */
public sealed interface Admission<P extends AutoCloseable> {
  /** It is counted until {@code permit} is closed. */
  record Granted<P extends AutoCloseable>(P permit) implements Admission<P> {}

  /** Nothing was counted. */
  record Refused<P extends AutoCloseable>(Limit limit) implements Admission<P> {}
}
