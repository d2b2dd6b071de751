package org.trustnet.ipns.cbor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/** A DAG-CBOR value. */
public sealed interface CborValue {
  /** Number in the range of a signed 64-bit integer. */
  record Int(long value) implements CborValue {}

  /** A number of 2^63 or more, as unsigned 64 bits. */
  record BigUnsigned(long bits) implements CborValue {}

  record ByteString(Bytes bytes) implements CborValue {}

  /** Text; whether it is UTF-8 is not checked, as go-ipld-prime does not. */
  record Text(Bytes utf8) implements CborValue {}

  record Array(List<CborValue> items) implements CborValue {
    public Array {
      items = List.copyOf(items);
    }
  }

  /** A map; keys are unique. */
  record Dictionary(Map<Bytes, CborValue> entries) implements CborValue {
    public Dictionary {
      entries = Map.copyOf(entries);
    }

    public Optional<CborValue> at(String key) {
      return Optional.ofNullable(entries.get(Bytes.utf8(key)));
    }
  }

  record Link(Cid cid) implements CborValue {}

  record Bool(boolean value) implements CborValue {}

  record Floating(double value) implements CborValue {}

  /** null, and undefined, which is read as null. */
  record Null() implements CborValue {}
}
