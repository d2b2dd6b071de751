package org.trustnet.ipns.name;

import java.time.Duration;
import org.trustnet.multiformats.Bytes;

/** A routing system that holds records under keys: the DHT, or several systems asked together. */
public interface NameRouting {
  /** Takes the answers of one lookup, one at a time. */
  @FunctionalInterface
  interface Answers {
    /**
     * A record somebody answered with, not judged.
     *
     * @return whether more are wanted
     */
    Wanted record(Bytes record);
  }

  /** Whether a lookup goes on. */
  enum Wanted {
    MORE,
    ENOUGH
  }

  /**
   * Gives a record to those who are to hold it.
   *
   * @return how many took it; 0 if nobody could be reached or would take it
   * @throws InterruptedException if the waiting thread is interrupted
   */
  int put(Bytes key, Bytes record, Duration timeout) throws InterruptedException;

  /**
   * Asks for the records under a key, until there are enough, nobody is left to ask, or the time is
   * up. Answers are given on the calling thread.
   *
   * @return how many answered, with a record or without
   * @throws InterruptedException if the waiting thread is interrupted
   */
  int get(Bytes key, Answers answers, Duration timeout) throws InterruptedException;
}
