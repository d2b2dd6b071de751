package org.trustnet.libp2p.multistream;

import io.netty.buffer.ByteBuf;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;

/**
 * The side that answers. It echoes the first proposal that it supports and refuses the others with
 * {@code na}; {@code ls} is refused like any unknown name, as go does.
 */
public final class NegotiationResponder implements Negotiation {
  /**
   * How many proposals are answered: implementations offer the versions of one protocol, of which
   * Bitswap has most, four.
   */
  public static final int MAX_PROPOSALS = 64;

  private enum State {
    HEADER,
    PROPOSAL,
    ENDED
  }

  private final Predicate<String> supported;
  private final Effects out;
  private final MessageReader reader = new MessageReader();
  private State state = State.HEADER;
  private int refused;

  /**
   * @param supported whether a protocol is served; asked once for each proposal
   */
  public NegotiationResponder(Predicate<String> supported, Effects out) {
    this.supported = supported;
    this.out = out;
  }

  /** Nothing: the initiator speaks first. */
  @Override
  public void start() {}

  @Override
  public boolean feed(ByteBuf in) {
    try {
      while (state != State.ENDED) {
        @Nullable String message = reader.next(in);
        if (message == null) {
          return false;
        }
        onMessage(message);
      }
    } catch (WireException e) {
      // After a refusal, the data of a peer that took our yes for granted: not a fault.
      fail(refused > 0 ? Code.UNSUPPORTED : e.code(), String.valueOf(e.getMessage()));
    }
    return true;
  }

  private void onMessage(String message) {
    if (state == State.HEADER) {
      if (!message.equals(Message.MULTISTREAM)) {
        throw WireException.stream(Code.UNSUPPORTED, "the peer does not speak multistream 1.0.0");
      }
      state = State.PROPOSAL;
      out.write(Message.HEADER);
    } else if (supported.test(message)) {
      state = State.ENDED;
      out.write(Message.encode(message));
      out.selected(message);
    } else if (++refused > MAX_PROPOSALS) {
      fail(Code.OVER_BUDGET, "more than " + MAX_PROPOSALS + " proposals");
    } else {
      out.write(Message.NA);
    }
  }

  @Override
  public void ended() {
    if (state != State.ENDED) {
      fail(
          refused > 0 ? Code.UNSUPPORTED : Code.CUT_OFF,
          "the peer ended the stream before a protocol was agreed on");
    }
  }

  private void fail(Code code, String why) {
    state = State.ENDED;
    out.failed(code, why);
  }
}
