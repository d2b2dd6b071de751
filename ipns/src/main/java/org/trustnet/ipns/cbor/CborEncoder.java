package org.trustnet.ipns.cbor;

import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.trustnet.multiformats.Bytes;

/** Writes canonical DAG-CBOR: shortest numbers, map keys by length first, then by bytes. */
public final class CborEncoder {
  private static final Comparator<Bytes> KEY_ORDER =
      Comparator.comparingInt(Bytes::length).thenComparing(Comparator.naturalOrder());

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CborEncoder() {}

  public static Bytes encode(CborValue value) {
    CborEncoder encoder = new CborEncoder();
    encoder.write(value);
    return Bytes.wrap(encoder.out.toByteArray());
  }

  private void write(CborValue value) {
    switch (value) {
      case CborValue.Int i -> head(i.value() < 0 ? 1 : 0, i.value() < 0 ? ~i.value() : i.value());
      case CborValue.BigUnsigned u -> head(0, u.bits());
      case CborValue.ByteString b -> string(2, b.bytes());
      case CborValue.Text t -> string(3, t.utf8());
      case CborValue.Array a -> array(a.items());
      case CborValue.Dictionary d -> map(d.entries());
      case CborValue.Link link -> {
        head(6, 42);
        string(2, Bytes.concat(Bytes.copyOf((byte) 0), link.cid().encode()));
      }
      case CborValue.Bool b -> out.write(b.value() ? 0xf5 : 0xf4);
      case CborValue.Floating f -> {
        out.write(0xfb);
        number(Double.doubleToRawLongBits(f.value()), 8);
      }
      case CborValue.Null n -> out.write(0xf6);
    }
  }

  private void array(List<CborValue> items) {
    head(4, items.size());
    items.forEach(this::write);
  }

  private void map(Map<Bytes, CborValue> entries) {
    head(5, entries.size());
    entries.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(KEY_ORDER))
        .forEach(
            entry -> {
              string(3, entry.getKey());
              write(entry.getValue());
            });
  }

  private void string(int major, Bytes bytes) {
    head(major, bytes.length());
    out.writeBytes(bytes.toArray());
  }

  /** A head with its number, unsigned, in the shortest form. */
  private void head(int major, long number) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(number);
    if (number >= 0 && number < 24) {
      out.write(major << 5 | (int) number);
      return;
    }
    int width = bits <= 8 ? 0 : bits <= 16 ? 1 : bits <= 32 ? 2 : 3;
    out.write(major << 5 | (24 + width));
    number(number, 1 << width);
  }

  private void number(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
