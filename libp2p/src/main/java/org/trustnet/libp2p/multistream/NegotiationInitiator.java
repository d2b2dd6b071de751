package org.trustnet.libp2p.multistream;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.multiformats.Bytes;

/**
 * The side that proposes. It sends the header and its first proposal in one piece, as Kubo wants
 * the header at once, and the next proposal after each {@code na}.
 *
 * <p>With one proposal it can be used lazily: the caller sends data right after {@link #start},
 * before any answer, when identify has said that the peer supports the protocol. Then {@link
 * Effects#failed} means that the peer threw this data away. A lazy initiator must read the answer
 * before it closes a QUIC stream: rust drops the stream otherwise.
 */
public final class NegotiationInitiator implements Negotiation {
  /** How many protocols may be proposed: what a responder like ours answers. */
  public static final int MAX_PROPOSALS = NegotiationResponder.MAX_PROPOSALS;

  private enum State {
    HEADER,
    ANSWER,
    ENDED
  }

  private final List<String> proposals;
  private final Effects out;
  private final MessageReader reader = new MessageReader();
  private State state = State.HEADER;
  private int current;

  /**
   * @param proposals 1 to {@link #MAX_PROPOSALS} protocols, the preferred one first
   */
  public NegotiationInitiator(List<String> proposals, Effects out) {
    if (proposals.isEmpty() || proposals.size() > MAX_PROPOSALS) {
      throw new IllegalArgumentException(proposals.size() + " proposals");
    }
    this.proposals = List.copyOf(proposals);
    this.out = out;
  }

  @Override
  public void start() {
    out.write(Bytes.concat(Message.HEADER, Message.encode(proposals.getFirst())));
  }

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
      fail(e.code(), String.valueOf(e.getMessage()));
    }
    return true;
  }

  private void onMessage(String message) {
    if (state == State.HEADER) {
      if (!message.equals(Message.MULTISTREAM)) {
        throw WireException.stream(Code.UNSUPPORTED, "the peer does not speak multistream 1.0.0");
      }
      state = State.ANSWER;
    } else if (message.equals(proposals.get(current))) {
      state = State.ENDED;
      out.selected(message);
    } else if (!message.equals(Message.NOT_AVAILABLE)) {
      throw WireException.stream(Code.UNEXPECTED, "an answer that is neither the proposal nor na");
    } else if (++current < proposals.size()) {
      out.write(Message.encode(proposals.get(current)));
    } else {
      fail(Code.UNSUPPORTED, "the peer supports none of " + proposals);
    }
  }

  @Override
  public void ended() {
    if (state != State.ENDED) {
      fail(Code.CUT_OFF, "the peer ended the stream before a protocol was agreed on");
    }
  }

  private void fail(Code code, String why) {
    state = State.ENDED;
    out.failed(code, why);
  }
}
