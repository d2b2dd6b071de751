package org.trustnet.multiformats;

/**
 * Text of strangers made fit for a terminal, a log or a page: control, bidirectional-override,
 * zero-width and unassigned characters are written as {@code \}{@code u…} escapes.
 */
public final class Printable {
  /** Longest quotation, in characters. */
  public static final int MAX_QUOTE = 80;

  private Printable() {}

  /** {@code text} with every character escaped that could disturb what it is printed on. */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (harmless(c)) {
                out.appendCodePoint(c);
              } else {
                out.append(c > 0xffff ? "\\u{%x}".formatted(c) : "\\u%04x".formatted(c));
              }
            });
    return out.toString();
  }

  /** {@code text} escaped, cut to {@link #MAX_QUOTE} characters, in double quotes. */
  public static String quote(String text) {
    String shown = text.length() <= MAX_QUOTE ? text : beginning(text, MAX_QUOTE) + "…";
    return "\"" + escape(shown) + "\"";
  }

  /**
   * The beginning of {@code text}: at most {@code most} characters, one less where a surrogate pair
   * would be cut in two.
   */
  public static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean pair =
        most > 0
            && Character.isHighSurrogate(text.charAt(most - 1))
            && Character.isLowSurrogate(text.charAt(most));
    return text.substring(0, pair ? most - 1 : most);
  }

  private static boolean harmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
