package org.trustnet.multiformats;

import java.util.Arrays;
import java.util.Base64;

/**
 * Text forms of bytes with the base as first character, multiformats/multibase. Encoding is lower
 * case and unpadded; decoding accepts what the specification lists for each prefix.
 */
public enum Multibase {
  BASE16('f'),
  BASE32('b'),
  BASE36('k'),
  BASE58BTC('z'),
  BASE64('m'),
  BASE64URL('u');

  /** Longest text, in characters, accepted in base 36 and 58, whose decoding is quadratic. */
  public static final int MAX_POSITIONAL = 512;

  private static final String ALPHABET_32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String ALPHABET_36 = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String ALPHABET_58 =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private final char prefix;

  Multibase(char prefix) {
    this.prefix = prefix;
  }

  public char prefix() {
    return prefix;
  }

  /** {@code bytes} with this base's prefix in front. */
  public String encode(Bytes bytes) {
    return prefix + encodeBare(bytes);
  }

  /** {@code bytes} without a prefix. */
  public String encodeBare(Bytes bytes) {
    return switch (this) {
      case BASE16 -> bytes.toHex();
      case BASE32 -> encodeBits(bytes);
      case BASE36 -> encodePositional(bytes, ALPHABET_36);
      case BASE58BTC -> encodePositional(bytes, ALPHABET_58);
      case BASE64 -> Base64.getEncoder().withoutPadding().encodeToString(bytes.toArray());
      case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    };
  }

  /**
   * Bytes of a text without prefix.
   *
   * @throws MultiformatException if a character is not of this base or the text is too long
   */
  public Bytes decodeBare(String text) {
    return switch (this) {
      case BASE16 -> Bytes.hex(text);
      case BASE32 -> decodeBits(lower(text));
      case BASE36 -> decodePositional(lower(text), ALPHABET_36);
      case BASE58BTC -> decodePositional(text, ALPHABET_58);
      case BASE64 -> decode64(text, Base64.getDecoder());
      case BASE64URL -> decode64(text, Base64.getUrlDecoder());
    };
  }

  /**
   * Bytes of a multibase text.
   *
   * @throws MultiformatException if the prefix is unknown or the rest is not of that base
   */
  public static Bytes decode(String text) {
    if (text.isEmpty()) {
      throw new MultiformatException("empty multibase text");
    }
    char first = text.charAt(0);
    Multibase base =
        switch (first) {
          case 'f', 'F' -> BASE16;
          case 'b', 'B' -> BASE32;
          case 'k', 'K' -> BASE36;
          case 'z' -> BASE58BTC;
          case 'm' -> BASE64;
          case 'u' -> BASE64URL;
          default -> throw new MultiformatException("unknown multibase prefix '" + first + "'");
        };
    return base.decodeBare(text.substring(1));
  }

  private static String lower(String text) {
    return text.toLowerCase(java.util.Locale.ROOT);
  }

  private static Bytes decode64(String text, Base64.Decoder decoder) {
    try {
      return Bytes.wrap(decoder.decode(text));
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("not base64: " + e.getMessage());
    }
  }

  private static String encodeBits(Bytes bytes) {
    StringBuilder text = new StringBuilder((bytes.length() * 8 + 4) / 5);
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < bytes.length(); i++) {
      buffer = buffer << 8 | bytes.unsigned(i);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET_32.charAt(buffer >>> bits & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(ALPHABET_32.charAt(buffer << (5 - bits) & 31));
    }
    return text.toString();
  }

  private static Bytes decodeBits(String text) {
    byte[] out = new byte[text.length() * 5 / 8];
    int buffer = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      buffer = buffer << 5 | digit(text, i, ALPHABET_32);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out[at++] = (byte) (buffer >>> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    if (bits >= 5 || buffer != 0) {
      throw new MultiformatException("base32 text has stray bits at its end");
    }
    return Bytes.wrap(out);
  }

  private static String encodePositional(Bytes bytes, String alphabet) {
    int base = alphabet.length();
    int zeros = 0;
    while (zeros < bytes.length() && bytes.at(zeros) == 0) {
      zeros++;
    }
    byte[] number = bytes.toArray();
    StringBuilder reversed = new StringBuilder(bytes.length() * 2);
    for (int start = zeros; start < number.length; ) {
      int remainder = 0;
      for (int i = start; i < number.length; i++) {
        int value = remainder << 8 | number[i] & 0xff;
        number[i] = (byte) (value / base);
        remainder = value % base;
      }
      reversed.append(alphabet.charAt(remainder));
      while (start < number.length && number[start] == 0) {
        start++;
      }
    }
    return reversed.append(alphabet.substring(0, 1).repeat(zeros)).reverse().toString();
  }

  private static Bytes decodePositional(String text, String alphabet) {
    if (text.length() > MAX_POSITIONAL) {
      throw new MultiformatException(
          "text of " + text.length() + " characters, at most " + MAX_POSITIONAL);
    }
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == alphabet.charAt(0)) {
      zeros++;
    }
    byte[] number = new byte[text.length()];
    int top = number.length;
    for (int i = zeros; i < text.length(); i++) {
      int carry = digit(text, i, alphabet);
      int at = number.length - 1;
      for (; at >= top || carry != 0; at--) {
        carry += (number[at] & 0xff) * alphabet.length();
        number[at] = (byte) carry;
        carry >>>= 8;
      }
      top = at + 1;
    }
    return Bytes.wrap(Arrays.copyOfRange(number, top - zeros, number.length));
  }

  private static int digit(String text, int index, String alphabet) {
    int digit = alphabet.indexOf(text.charAt(index));
    if (digit < 0) {
      throw new MultiformatException(
          "character " + (index + 1) + " of the text is not one of base " + alphabet.length());
    }
    return digit;
  }
}
