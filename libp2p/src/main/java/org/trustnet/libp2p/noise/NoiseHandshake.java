package org.trustnet.libp2p.noise;

import java.util.List;
import java.util.Optional;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.X25519KeyPair;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * One side of one handshake: messages in, messages out, at the end the proven peer and the keys. No
 * I/O and no randomness. One thread at a time; each step takes up to a millisecond of public-key
 * arithmetic, more with an RSA identity.
 */
public final class NoiseHandshake {
  /** The protocol ID. */
  public static final String PROTOCOL = "/noise";

  /**
   * Longest handshake message, in bytes: the largest payload in use, with an RSA key of 8,192 bits
   * and some muxers, takes about 2,300.
   */
  public static final int MAX_MESSAGE = 8_192;

  /** Most muxers in a payload; of a longer list go ignores all, and so do we. */
  public static final int MAX_MUXERS = 100;

  /** Which side. */
  public enum Role {
    /** Dialled the connection. */
    INITIATOR,
    /** Accepted it. */
    RESPONDER
  }

  /** What a message led to. */
  public sealed interface Step {
    /** This message is to be sent; the handshake goes on. */
    record Reply(Bytes message) implements Step {}

    /**
     * The handshake is done.
     *
     * @param last a message to be sent first, in the clear of the handshake; empty on the
     *     responder's side
     * @param peer who is at the other end
     * @param transport encrypts what follows
     */
    record Done(Optional<Bytes> last, SecuredPeer peer, NoiseTransport transport) implements Step {}
  }

  private enum State {
    START,
    AWAIT_FIRST,
    AWAIT_SECOND,
    AWAIT_THIRD,
    ENDED
  }

  private final NoiseIdentity identity;
  private final Optional<PeerId> expected;
  private final XxPattern pattern;
  private State state;

  /**
   * @param ephemeral a new key, for this handshake only
   * @param expected the peer that must be at the other end; empty if anyone may
   */
  public NoiseHandshake(
      Role role, NoiseIdentity identity, X25519KeyPair ephemeral, Optional<PeerId> expected) {
    this.identity = identity;
    this.expected = expected;
    this.pattern = new XxPattern(Bytes.empty(), identity.staticKey(), ephemeral);
    this.state = role == Role.INITIATOR ? State.START : State.AWAIT_FIRST;
  }

  /** Whether this side sends the first message. */
  boolean initiates() {
    return state == State.START;
  }

  /** The initiator's first message. */
  public Bytes start() {
    if (state != State.START) {
      throw new IllegalStateException("only an initiator starts, and once");
    }
    state = State.AWAIT_SECOND;
    return pattern.writeFirst(Bytes.empty());
  }

  /**
   * Takes the peer's next message, without its length.
   *
   * @throws WireException if it is malformed, tampered with, badly signed or of another peer than
   *     expected; the handshake is over then
   */
  public Step onMessage(Bytes message) {
    State now = state;
    state = State.ENDED;
    if (message.length() > MAX_MESSAGE) {
      throw WireException.connection(
          Code.TOO_LARGE, "a handshake message of " + message.length() + " bytes");
    }
    return switch (now) {
      case AWAIT_FIRST -> onFirst(message);
      case AWAIT_SECOND -> onSecond(message);
      case AWAIT_THIRD -> onThird(message);
      case START, ENDED -> throw new IllegalStateException("no message has a place in " + now);
    };
  }

  private Step onFirst(Bytes message) {
    pattern.readFirst(message);
    state = State.AWAIT_THIRD;
    return new Step.Reply(pattern.writeSecond(identity.payload()));
  }

  /** Our identity goes into message 3, so the peer is judged before that is written. */
  private Step onSecond(Bytes message) {
    NoisePayload payload = verified(pattern.readSecond(message));
    Bytes third = pattern.writeThird(identity.payload());
    SecuredPeer peer = peer(payload, identity.muxers(), payload.muxers());
    return new Step.Done(Optional.of(third), peer, pattern.initiatorTransport());
  }

  private Step onThird(Bytes message) {
    NoisePayload payload = verified(pattern.readThird(message));
    SecuredPeer peer = peer(payload, payload.muxers(), identity.muxers());
    return new Step.Done(Optional.empty(), peer, pattern.responderTransport());
  }

  private NoisePayload verified(Bytes message) {
    NoisePayload payload = NoisePayload.verified(message, pattern.remoteStatic());
    PeerId peer = payload.identity().peerId();
    if (expected.isPresent() && !expected.get().equals(peer)) {
      throw WireException.connection(
          Code.WRONG_PEER, "expected " + expected.get() + ", found " + peer);
    }
    return payload;
  }

  private static SecuredPeer peer(
      NoisePayload payload, List<String> ofInitiator, List<String> ofResponder) {
    Optional<String> muxer = ofInitiator.stream().filter(ofResponder::contains).findFirst();
    return new SecuredPeer(payload.identity().peerId(), payload.identity(), muxer, PROTOCOL);
  }
}
