package org.trustnet.libp2p.multistream;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Varint;

/** The messages of multistream-select as bytes. */
public final class Message {
  /** The protocol of the negotiation itself. */
  public static final String MULTISTREAM = "/multistream/1.0.0";

  /** The answer to a proposal that is not supported. */
  static final String NOT_AVAILABLE = "na";

  static final Bytes HEADER = encode(MULTISTREAM);
  static final Bytes NA = encode(NOT_AVAILABLE);

  private Message() {}

  /**
   * The message with this text.
   *
   * @throws IllegalArgumentException if it is longer than a peer reads
   */
  public static Bytes encode(String text) {
    Bytes body = Bytes.utf8(text + '\n');
    if (body.length() > MessageReader.MAX_BYTES) {
      throw new IllegalArgumentException("a protocol name of " + body.length() + " bytes");
    }
    return Bytes.concat(Varint.encode(body.length()), body);
  }
}
