package org.trustnet.ipns.cbor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.multiformats.ByteReader;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;

/** Reads one DAG-CBOR value that fills its bytes. */
public final class CborDecoder {
  /** Deepest nesting of arrays and maps, go-ipld-prime's {@code MaxDepth}. */
  public static final int MAX_DEPTH = 1_024;

  private static final int LINK_TAG = 42;
  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;

  private final ByteReader in;

  private CborDecoder(Bytes bytes) {
    in = new ByteReader(bytes);
  }

  /**
   * Reads {@code bytes}.
   *
   * @throws MalformedCborException if they are not one DAG-CBOR value
   */
  public static CborValue decode(Bytes bytes) throws MalformedCborException {
    CborDecoder decoder = new CborDecoder(bytes);
    try {
      CborValue value = decoder.value(decoder.in.unsignedByte(), 0);
      if (!decoder.in.atEnd()) {
        throw new MalformedCborException(decoder.in.remaining() + " stray bytes at the end");
      }
      return value;
    } catch (MultiformatException e) {
      throw new MalformedCborException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads {@code bytes} as a map.
   *
   * @throws MalformedCborException if they are anything else
   */
  public static CborValue.Dictionary decodeMap(Bytes bytes) throws MalformedCborException {
    if (decode(bytes) instanceof CborValue.Dictionary map) {
      return map;
    }
    throw new MalformedCborException("not a map");
  }

  private CborValue value(int head, int depth) throws MalformedCborException {
    return switch (head >> 5) {
      case UNSIGNED -> unsigned(argument(head));
      case NEGATIVE -> negative(argument(head));
      case BYTES -> new CborValue.ByteString(in.take(length(head)));
      case TEXT -> new CborValue.Text(in.take(length(head)));
      case ARRAY -> array(length(head), depth);
      case MAP -> map(length(head), depth);
      case TAG -> tagged(length(head), depth);
      default -> simple(head);
    };
  }

  private static CborValue unsigned(long bits) {
    return bits < 0 ? new CborValue.BigUnsigned(bits) : new CborValue.Int(bits);
  }

  /**
   * -1 - {@code argument}. refmt adds the 1 in 64 bits, so that the largest argument of all is read
   * as 0; to judge records as Kubo does, so is it here.
   */
  private static CborValue negative(long argument) throws MalformedCborException {
    if (argument < 0 && argument != -1) {
      throw new MalformedCborException("negative number below -2^63");
    }
    return new CborValue.Int(argument == -1 ? 0 : -1 - argument);
  }

  private CborValue array(long length, int depth) throws MalformedCborException {
    checkDepth(depth);
    List<CborValue> items = new ArrayList<>();
    for (long i = 0; i < length; i++) {
      items.add(value(in.unsignedByte(), depth + 1));
    }
    return new CborValue.Array(items);
  }

  private CborValue map(long length, int depth) throws MalformedCborException {
    checkDepth(depth);
    Map<Bytes, CborValue> entries = new HashMap<>();
    for (long i = 0; i < length; i++) {
      Bytes key = key(in.unsignedByte());
      if (entries.put(key, value(in.unsignedByte(), depth + 1)) != null) {
        throw new MalformedCborException("repeated key");
      }
    }
    return new CborValue.Dictionary(entries);
  }

  private Bytes key(int head) throws MalformedCborException {
    int textHead = head;
    if (head >> 5 == TAG) {
      // refmt drops one tag of everything that is not a byte string.
      length(head);
      textHead = in.unsignedByte();
    }
    if (textHead >> 5 != TEXT) {
      throw new MalformedCborException("a map key that is not text");
    }
    return in.take(length(textHead));
  }

  private CborValue tagged(long tag, int depth) throws MalformedCborException {
    int head = in.unsignedByte();
    if (head >> 5 == TAG) {
      throw new MalformedCborException("several tags on one value");
    }
    CborValue value = value(head, depth);
    if (!(value instanceof CborValue.ByteString string)) {
      return value;
    }
    if (tag != LINK_TAG || string.bytes().isEmpty() || string.bytes().at(0) != 0) {
      throw new MalformedCborException("tag " + tag + " that is not a link");
    }
    return new CborValue.Link(Cid.decode(string.bytes().slice(1)));
  }

  private CborValue simple(int head) throws MalformedCborException {
    return switch (head) {
      case 0xf4 -> new CborValue.Bool(false);
      case 0xf5 -> new CborValue.Bool(true);
      case 0xf6, 0xf7 -> new CborValue.Null();
      case 0xf9 -> finite(Float.float16ToFloat((short) number(2)));
      case 0xfa -> finite(Float.intBitsToFloat((int) number(4)));
      case 0xfb -> finite(Double.longBitsToDouble(number(8)));
      default -> throw new MalformedCborException("head byte " + head);
    };
  }

  private static CborValue finite(double value) throws MalformedCborException {
    if (!Double.isFinite(value)) {
      throw new MalformedCborException("a number that is not finite");
    }
    return new CborValue.Floating(value);
  }

  private static void checkDepth(int depth) throws MalformedCborException {
    if (depth >= MAX_DEPTH) {
      throw new MalformedCborException("nested deeper than " + MAX_DEPTH);
    }
  }

  private long length(int head) throws MalformedCborException {
    long length = argument(head);
    if (length < 0) {
      throw new MalformedCborException("length over 2^63");
    }
    return length;
  }

  /** The number in the head, as unsigned 64 bits, in its shortest form. */
  private long argument(int head) throws MalformedCborException {
    int info = head & 0x1f;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new MalformedCborException("head byte " + head);
    }
    int bytes = 1 << (info - 24);
    long value = number(bytes);
    boolean shortest =
        bytes == 1 ? value >= 24 : Long.compareUnsigned(value, 1L << (4 * bytes)) >= 0;
    if (!shortest) {
      throw new MalformedCborException("number not in its shortest form");
    }
    return value;
  }

  private long number(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | in.unsignedByte();
    }
    return value;
  }
}
