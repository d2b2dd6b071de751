package org.trustnet.libp2p.kad;

import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.multiformats.Bytes;

/**
 * Where the fields of one message stand in its array: what a request is judged by, without a copy.
 * Overwritten by each {@link #read}; for one thread.
 */
final class KadFields {
  private static final KadMessage.Type[] TYPES = KadMessage.Type.values();

  private final ProtoCursor cursor = new ProtoCursor();
  private byte[] buffer = new byte[0];
  private KadMessage.Type type = KadMessage.Type.PUT_VALUE;
  private int start;
  private int end;
  private int keyFrom;
  private int keyTo;
  private int recordFrom;
  private int recordTo;

  /**
   * Reads the outer message. Of fields that may stand once the last one counts; unknown ones are
   * passed over.
   *
   * @throws WireException if it is no message, of an unknown type, or its key is over {@link
   *     KadWire#MAX_KEY} bytes
   */
  KadFields read(byte[] source, int from, int to) {
    buffer = source;
    start = from;
    end = to;
    type = KadMessage.Type.PUT_VALUE;
    keyFrom = 0;
    keyTo = 0;
    recordFrom = -1;
    cursor.over(source, from, to);
    while (cursor.next()) {
      if (cursor.isNumber(KadWire.TYPE)) {
        type = typeOf(cursor.number());
      } else if (cursor.isBytes(KadWire.KEY)) {
        keyFrom = cursor.from();
        keyTo = cursor.to();
      } else if (cursor.isBytes(KadWire.RECORD)) {
        recordFrom = cursor.from();
        recordTo = cursor.to();
      }
    }
    if (keyTo - keyFrom > KadWire.MAX_KEY) {
      throw WireException.stream(Code.TOO_LARGE, "kad: a key of " + (keyTo - keyFrom) + " bytes");
    }
    return this;
  }

  private static KadMessage.Type typeOf(long number) {
    for (KadMessage.Type type : TYPES) {
      if (type.wire() == number) {
        return type;
      }
    }
    throw WireException.stream(Code.MALFORMED, "kad: message type " + number);
  }

  KadMessage.Type type() {
    return type;
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  int keyFrom() {
    return keyFrom;
  }

  int keyTo() {
    return keyTo;
  }

  int keyLength() {
    return keyTo - keyFrom;
  }

  /** A copy of the key. */
  Bytes key() {
    return Bytes.copyOf(buffer, keyFrom, keyLength());
  }

  boolean hasRecord() {
    return recordFrom >= 0;
  }

  int recordFrom() {
    return recordFrom;
  }

  int recordTo() {
    return recordTo;
  }
}
