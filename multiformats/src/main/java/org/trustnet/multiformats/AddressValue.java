package org.trustnet.multiformats;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How the value of a multiaddr component is written in text and in bytes. */
enum AddressValue {
  NONE(0),
  IP4(4),
  IP6(16),
  PORT(2),
  PREFIX_LENGTH(1),
  NUMBER(8),
  ONION3(37),
  TEXT(-1),
  ENCODED_TEXT(-1),
  PATH(-1),
  PEER(-1),
  MULTIBASE(-1);

  private static final int ONION3_TEXT = 56;

  /** 2^64 - 1 as the bits of a long. */
  private static final long ALL_BITS = -1L;

  private final int size;

  AddressValue(int size) {
    this.size = size;
  }

  /** Bytes of the value, or -1 where a varint length stands before it. */
  int size() {
    return size;
  }

  Bytes parse(String text) {
    return switch (this) {
      case NONE -> Bytes.empty();
      case IP4 -> IpAddress.parse4(text).bytes();
      case IP6 -> IpAddress.parse6(text).bytes();
      case PORT -> number(text, 65_535, 2);
      case PREFIX_LENGTH -> number(text, 128, 1);
      case NUMBER -> number(text, ALL_BITS, 8);
      case ONION3 -> onion3(text);
      case TEXT -> checked(Bytes.utf8(text));
      case ENCODED_TEXT -> checked(Bytes.utf8(decodePercent(text)));
      case PATH -> checked(Bytes.utf8("/" + text));
      case PEER -> PeerId.parse(text).encode();
      case MULTIBASE -> Multihash.decode(Multibase.decode(text)).encode();
    };
  }

  /** Refuses what {@link #parse} would not have made; returns {@code value}. */
  Bytes checked(Bytes value) {
    switch (this) {
      case TEXT -> {
        String text = value.toUtf8();
        if (text.isEmpty() || text.indexOf('/') >= 0) {
          throw new MultiformatException("an empty name, or one with '/' in it");
        }
        if (!text.equals(Printable.escape(text))) { // no name has any, and logs show names
          throw new MultiformatException(
              "a name with control characters: " + Printable.quote(text));
        }
      }
      case ENCODED_TEXT, PATH -> {
        if (value.toUtf8().isEmpty()) {
          throw new MultiformatException("an empty path");
        }
      }
      case PEER -> PeerId.decode(value);
      case MULTIBASE -> Multihash.decode(value);
      case PREFIX_LENGTH -> {
        if (value.unsigned(0) > 128) {
          throw new MultiformatException("a prefix of " + value.unsigned(0) + " bits");
        }
      }
      case ONION3 -> {
        if (value.at(35) == 0 && value.at(36) == 0) {
          throw new MultiformatException("an onion address with port 0");
        }
      }
      case NONE, IP4, IP6, PORT, NUMBER -> {}
    }
    return value;
  }

  String format(Bytes value) {
    return switch (this) {
      case NONE -> "";
      case IP4, IP6 -> new IpAddress(value).toString();
      case PORT, PREFIX_LENGTH, NUMBER -> Long.toUnsignedString(toNumber(value));
      case ONION3 ->
          Multibase.BASE32.encodeBare(value.slice(0, 35)) + ":" + toNumber(value.slice(35));
      case TEXT -> value.toUtf8();
      case ENCODED_TEXT ->
          URLEncoder.encode(value.toUtf8(), StandardCharsets.UTF_8).replace("+", "%20");
      case PATH -> value.toUtf8().substring(value.toUtf8().startsWith("/") ? 1 : 0);
      case PEER -> PeerId.decode(value).toString();
      case MULTIBASE -> Multibase.BASE64URL.encode(value);
    };
  }

  static long toNumber(Bytes bigEndian) {
    long number = 0;
    for (int i = 0; i < bigEndian.length(); i++) {
      number = number << 8 | bigEndian.unsigned(i);
    }
    return number;
  }

  private static Bytes number(String text, long max, int size) {
    if (!text.matches("[0-9]{1,20}")) {
      throw new MultiformatException("not a number: " + Printable.quote(text));
    }
    long number = unsigned(text);
    if (Long.compareUnsigned(number, max) > 0) {
      throw new MultiformatException("number " + text + ", at most " + Long.toUnsignedString(max));
    }
    byte[] bytes = new byte[size];
    for (int i = size - 1; i >= 0; i--) {
      bytes[i] = (byte) number;
      number >>>= 8;
    }
    return Bytes.wrap(bytes);
  }

  private static long unsigned(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new MultiformatException("number " + text + ", of more than 64 bits");
    }
  }

  private static Bytes onion3(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2 || parts[0].length() != ONION3_TEXT) {
      throw new MultiformatException("not an onion v3 address: " + Printable.quote(text));
    }
    Bytes port = number(parts[1], 65_535, 2);
    return ONION3.checked(Bytes.concat(Multibase.BASE32.decodeBare(parts[0]), port));
  }

  private static String decodePercent(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("bad percent escape in " + Printable.quote(text));
    }
  }
}
