package org.trustnet.libp2p.rpc;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Varint;

/** A message behind its length as an unsigned varint. */
public final class Frames {
  private Frames() {}

  /** {@code message} with its length before it. */
  public static Bytes encode(Bytes message) {
    byte[] framed = new byte[Varint.size(message.length()) + message.length()];
    int at = Varint.write(message.length(), framed, 0);
    message.copyTo(framed, at);
    return Bytes.wrap(framed);
  }
}
