package org.trustnet.ipns.name;

import java.time.Duration;
import org.trustnet.multiformats.Bytes;

/** A routing system that holds records under keys: the DHT, or several systems asked together. */
public interface NameRouting {
  /** Takes the answers of one lookup, one at a time. */
  @FunctionalInterface
  interface Answers {
    /** A record somebody answered with, not judged. */
    void record(Bytes record);
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
   * up. Each different record is told once at least, on the calling thread.
   *
   * @param quorum peers with a valid record, be it the same, that are enough; 0 for all there are
   * @return how many answered, with a record or without
   * @throws InterruptedException if the waiting thread is interrupted
   */
  int get(Bytes key, int quorum, Answers answers, Duration timeout) throws InterruptedException;
}
