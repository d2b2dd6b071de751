package org.trustnet.trust.audit;

import java.time.Instant;
import java.util.Locale;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/**
 * One line of the refusal ring: one for each (name, reason) and day.
 *
 * @param name the IPNS name
 * @param reason why
 * @param day days of trust time since 1970
 * @param first the first one's moment
 * @param last the latest one's moment
 * @param text what was refused, of the latest; shown escaped, at most {@link AuditLine#MAX_TEXT}
 * @param count how many
 */
public record Refusal(
    PeerId name,
    RefusalReason reason,
    long day,
    Instant first,
    Instant last,
    String text,
    long count) {
  /** Most lines kept; the oldest goes first. */
  public static final int RING = 100_000;

  public Refusal {
    text = Printable.beginning(text, AuditLine.MAX_TEXT);
  }

  public static Refusal of(PeerId name, RefusalReason reason, Instant at, String text) {
    return new Refusal(name, reason, dayOf(at), at, at, text, 1);
  }

  public static long dayOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), 86_400L);
  }

  /** Identifies the line: same name, reason and day share it. */
  public String line() {
    return String.format(Locale.ROOT, "%d %s %s", day, name, reason.id());
  }

  /** This line after {@code later}, which shares it. */
  public Refusal merged(Refusal later) {
    return new Refusal(
        name, reason, day, first, later.last, later.text, Math.addExact(count, later.count));
  }
}
