package org.trustnet.libp2p.multistream;

import io.netty.buffer.ByteBuf;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;

/**
 * One side of one negotiation. Belongs to one event loop. Ends with exactly one call of {@link
 * Effects#selected} or {@link Effects#failed}; whatever comes after that is not its business.
 */
public sealed interface Negotiation permits NegotiationInitiator, NegotiationResponder {
  /** What a negotiation does to the world. Never calls back into the machine. */
  interface Effects {
    /**
     * Bytes to send. They need not be flushed before the machine returns. A write that fails is no
     * failure of the negotiation: some peers open a stream, write and close without ever reading
     * our answer, and their data still counts.
     */
    void write(Bytes bytes);

    /** Both sides speak {@code protocol} from the next byte on. */
    void selected(String protocol);

    /**
     * There is no agreement.
     *
     * @param code {@code UNSUPPORTED} if the sides have no protocol in common, which is no fault of
     *     the peer's
     */
    void failed(WireException.Code code, String why);
  }

  /** Sends what this side may send before it hears from the other. Called once, first. */
  void start();

  /**
   * Takes messages out of {@code in} until agreement, failure or the end of the readable bytes.
   * Bytes after the last message are left in it: they are the selected protocol's. The buffer stays
   * the caller's.
   *
   * @return whether the negotiation has ended
   */
  boolean feed(ByteBuf in);

  /** The peer ended its side: fails with {@code CUT_OFF} unless agreement was reached. */
  void ended();
}
