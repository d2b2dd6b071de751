package org.trustnet.trust.model;

import java.text.Normalizer;
import java.util.Locale;
import org.trustnet.multiformats.Printable;

/**
 * The user's name for an entry: unique after NFC and case folding. Shown escaped; the key is the
 * identity.
 *
 * @param text the label in NFC, 1 to {@link #MAX_CHARACTERS} characters (code points), not blank
 */
public record Label(String text) {
  /** Longest label, in code points: trust model, section 10. */
  public static final int MAX_CHARACTERS = 128;

  public Label {
    if (text.length() > 2 * MAX_CHARACTERS) {
      throw new IllegalArgumentException(tooLong());
    }
    text = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (text.isBlank()) {
      throw new IllegalArgumentException("an empty label");
    }
    if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      throw new IllegalArgumentException(tooLong());
    }
  }

  private static String tooLong() {
    return "a label of more than " + MAX_CHARACTERS + " characters";
  }

  /** What two labels are compared by: upper- then lower-cased, normalised again. */
  public String folded() {
    String folded = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /** Whether both name the same entry. */
  public boolean matches(Label other) {
    return folded().equals(other.folded());
  }

  /** Fit for a terminal. */
  @Override
  public String toString() {
    return Printable.escape(text);
  }
}
