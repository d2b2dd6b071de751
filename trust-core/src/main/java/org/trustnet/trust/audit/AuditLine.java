package org.trustnet.trust.audit;

import java.time.Instant;
import java.util.Optional;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.model.EntryKey;

/**
 * One line of {@code trust log}.
 *
 * @param at when, trust time
 * @param actor by whom
 * @param action what was done: one word of the commands, or {@code update}, {@code revoked}
 * @param key of which entry; empty where it is about the matrix, a block or the clock
 * @param text the change in words, at most {@link #MAX_TEXT} characters; shown escaped
 * @param count how many changes share the line, 1 or more
 */
public record AuditLine(
    Instant at, Actor actor, String action, Optional<EntryKey> key, String text, long count) {
  /** Longest text, in characters: room for the labels and keys of one change. */
  public static final int MAX_TEXT = 2_048;

  public AuditLine {
    text = Printable.beginning(text, MAX_TEXT);
  }

  public static AuditLine of(Instant at, Actor actor, String action, EntryKey key, String text) {
    return new AuditLine(at, actor, action, Optional.of(key), text, 1);
  }
}
