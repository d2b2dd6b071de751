package org.trustnet.libp2p.noise;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.ChaChaPoly;
import org.trustnet.libp2p.crypto.Hkdf;
import org.trustnet.libp2p.crypto.Sha256;
import org.trustnet.multiformats.Bytes;

/** The SymmetricState object of the Noise specification, section 5.2. One thread at a time. */
final class SymmetricState {
  /** Exactly 32 bytes long, so it is its own initial hash. */
  private static final byte[] PROTOCOL_NAME =
      "Noise_XX_25519_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);

  private byte[] hash = PROTOCOL_NAME;
  private byte[] chainingKey = PROTOCOL_NAME;
  private @Nullable SecretKey key;
  private long counter;

  SymmetricState(Bytes prologue) {
    mixHash(prologue);
  }

  void mixHash(Bytes data) {
    MessageDigest digest = Sha256.digest();
    digest.update(hash);
    data.update(digest);
    hash = digest.digest();
  }

  void mixKey(Bytes input) {
    byte[] both = Hkdf.twoOutputs(chainingKey, input.toArray());
    chainingKey = Arrays.copyOf(both, Sha256.BYTES);
    key = ChaChaPoly.key(both, Sha256.BYTES);
    counter = 0;
  }

  /** Encrypts once there is a key; before, the plaintext itself. */
  Bytes encryptAndHash(Bytes plaintext) {
    Bytes ciphertext = plaintext;
    if (key != null) {
      byte[] buffer = new byte[plaintext.length() + ChaChaPoly.TAG_BYTES];
      plaintext.copyTo(buffer, 0);
      ChaChaPoly.ofThread().seal(key, counter++, hash, buffer, 0, plaintext.length());
      ciphertext = Bytes.wrap(buffer);
    }
    mixHash(ciphertext);
    return ciphertext;
  }

  /**
   * The plaintext of {@code ciphertext}.
   *
   * @throws WireException if its tag is wrong
   */
  Bytes decryptAndHash(Bytes ciphertext) {
    Bytes plaintext = ciphertext;
    if (key != null) {
      byte[] buffer = ciphertext.toArray();
      if (!ChaChaPoly.ofThread().open(key, counter++, hash, buffer, 0, buffer.length)) {
        throw WireException.connection(Code.BAD_SIGNATURE, "a handshake message was tampered with");
      }
      plaintext = Bytes.wrap(buffer).slice(0, buffer.length - ChaChaPoly.TAG_BYTES);
    }
    mixHash(ciphertext);
    return plaintext;
  }

  /** The two transport keys, initiator's first: 64 bytes. */
  byte[] split() {
    return Hkdf.twoOutputs(chainingKey, new byte[0]);
  }

  /** The hash of the whole handshake. */
  Bytes handshakeHash() {
    return Bytes.copyOf(hash);
  }
}
