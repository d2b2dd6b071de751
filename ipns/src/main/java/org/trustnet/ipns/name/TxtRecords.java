package org.trustnet.ipns.name;

import java.time.Duration;
import java.util.List;

/** Asks DNS for TXT records. */
@FunctionalInterface
public interface TxtRecords {
  /** What DNS said. */
  sealed interface Answer {
    /**
     * The records; none if the name does not exist or has none.
     *
     * @param texts each with its strings concatenated
     * @param ttl how long the answer may be cached
     */
    record Texts(List<String> texts, Duration ttl) implements Answer {
      public Texts {
        texts = List.copyOf(texts);
      }
    }

    /** No answer could be had. */
    record Failed(String why) implements Answer {}
  }

  /**
   * The records of {@code name}.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  Answer ask(String name, Duration timeout) throws InterruptedException;
}
