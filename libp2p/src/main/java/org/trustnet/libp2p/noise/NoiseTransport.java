package org.trustnet.libp2p.noise;

import io.netty.buffer.ByteBuf;
import javax.crypto.SecretKey;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.ChaChaPoly;

/**
 * The keys and counters of an established connection: encrypts and decrypts frames in place. Holds
 * no buffer and no cipher object. Belongs to one event loop.
 */
public final class NoiseTransport {
  /** Length of the length before each message, in bytes; big-endian. */
  static final int LENGTH_BYTES = 2;

  /** Longest message, in bytes without its length. */
  static final int MAX_MESSAGE = 65_535;

  /** Most plaintext in one message, in bytes. */
  public static final int MAX_PLAINTEXT = MAX_MESSAGE - ChaChaPoly.TAG_BYTES;

  /** 2^64 - 1 as a long: the nonce that the Noise specification reserves (section 5.1). */
  static final long LAST_NONCE = -1;

  private static final byte[] NO_ASSOCIATED_DATA = {};

  /** As many messages were sent as one key is good for. */
  static final class NoncesUsedUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoncesUsedUp() {
      super("all nonces of this connection are used up", null, false, false);
    }
  }

  private final SecretKey sendKey;
  private final SecretKey receiveKey;
  private long sent;
  private long received;

  NoiseTransport(SecretKey sendKey, SecretKey receiveKey) {
    this(sendKey, receiveKey, 0, 0);
  }

  /** With counters, unsigned, that stand somewhere else than at the beginning. */
  NoiseTransport(SecretKey sendKey, SecretKey receiveKey, long sent, long received) {
    this.sendKey = sendKey;
    this.receiveKey = receiveKey;
    this.sent = sent;
    this.received = received;
  }

  /**
   * Turns {@code frame}, two bytes for the length and then up to {@link #MAX_PLAINTEXT} bytes of
   * plaintext, into a frame to send. The buffer grows by the tag.
   *
   * @param frame on the heap, readable from its first byte
   * @throws NoncesUsedUp if there is none left: the connection must be closed
   */
  void seal(ByteBuf frame) {
    int length = frame.readableBytes() - LENGTH_BYTES;
    if (sent == LAST_NONCE) {
      throw new NoncesUsedUp();
    }
    frame.ensureWritable(ChaChaPoly.TAG_BYTES);
    int start = frame.readerIndex() + LENGTH_BYTES;
    ChaChaPoly.ofThread()
        .seal(
            sendKey,
            sent++,
            NO_ASSOCIATED_DATA,
            frame.array(),
            frame.arrayOffset() + start,
            length);
    frame.writerIndex(frame.writerIndex() + ChaChaPoly.TAG_BYTES);
    frame.setShort(frame.readerIndex(), length + ChaChaPoly.TAG_BYTES);
  }

  /**
   * Turns {@code message}, a message without its length, into its plaintext. The buffer shrinks by
   * the tag.
   *
   * @param message on the heap
   * @throws WireException if it is too short, tampered with, replayed or one too many
   */
  void open(ByteBuf message) {
    int length = message.readableBytes();
    if (length < ChaChaPoly.TAG_BYTES) {
      throw WireException.connection(Code.MALFORMED, "a message of only " + length + " bytes");
    }
    if (received == LAST_NONCE) {
      throw WireException.connection(Code.OVER_BUDGET, "the peer has used up its nonces");
    }
    int start = message.arrayOffset() + message.readerIndex();
    if (!ChaChaPoly.ofThread()
        .open(receiveKey, received++, NO_ASSOCIATED_DATA, message.array(), start, length)) {
      throw WireException.connection(Code.BAD_SIGNATURE, "a message was tampered with");
    }
    message.writerIndex(message.writerIndex() - ChaChaPoly.TAG_BYTES);
  }
}
