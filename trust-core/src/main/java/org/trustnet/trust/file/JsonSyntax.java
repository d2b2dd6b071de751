package org.trustnet.trust.file;

import java.util.Locale;
import java.util.regex.Pattern;
import org.trustnet.multiformats.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says what is wrong with a JSON text, without the names of the parser's switches. Pure. */
public final class JsonSyntax {
  /** Longest reason, in characters. */
  static final int MAX_REASON = 160;

  /** Where the parser stops saying what is wrong and begins to tell how it could be allowed. */
  private static final Pattern ASIDE =
      Pattern.compile(
          "[ ,:;(]*(?:, from `|`|\\[Source|\\(start marker|\\(?maybe |: enable | to allow ).*",
          Pattern.DOTALL);

  private static final String END = "Unexpected end-of-input";

  private JsonSyntax() {}

  /** What is wrong, in at most {@value #MAX_REASON} characters of one line. */
  public static String reason(JacksonException fault) {
    String said = Printable.beginning(String.valueOf(fault.getOriginalMessage()), MAX_REASON);
    if (fault instanceof UnexpectedEndOfInputException || said.startsWith(END)) {
      return "it ends in the middle: a closing brace, bracket or quote is missing";
    }
    String reason =
        ASIDE.matcher(said).replaceFirst("").replace("(CTRL-CHAR, ", "(control character, ");
    if (fault instanceof StreamConstraintsException && reason.indexOf('(') >= 0) {
      reason = reason.lastIndexOf('(') > reason.lastIndexOf(')') ? reason + ")" : reason;
    }
    return Printable.escape(decapitalized(reason));
  }

  private static String decapitalized(String text) {
    return text.isEmpty()
        ? "not JSON"
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /** {@code line L, column C}, both from 1, or nothing where the parser does not know. */
  public static String position(JacksonException fault) {
    return fault.getLocation() == null
        ? ""
        : "line "
            + fault.getLocation().getLineNr()
            + ", column "
            + fault.getLocation().getColumnNr();
  }
}
