package org.trustnet.ipns.keystore;

import java.util.Arrays;
import java.util.Optional;
import org.trustnet.libp2p.crypto.Pem;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;

/** The forms in which keys are imported and exported, named as in Kubo. */
public enum KeyFormat {
  /** The protobuf message {@code PrivateKey}. */
  LIBP2P_PROTOBUF_CLEARTEXT("libp2p-protobuf-cleartext"),
  /** PEM text with PKCS#8. */
  PEM_PKCS8_CLEARTEXT("pem-pkcs8-cleartext");

  private final String text;

  KeyFormat(String text) {
    this.text = text;
  }

  /** The format of this name, or empty. */
  public static Optional<KeyFormat> named(String text) {
    return Arrays.stream(values()).filter(format -> format.text.equals(text)).findFirst();
  }

  /** The key in this form. Secret. */
  public Bytes encode(PrivateKey key) {
    return switch (this) {
      case LIBP2P_PROTOBUF_CLEARTEXT -> key.encode();
      case PEM_PKCS8_CLEARTEXT -> Bytes.utf8(Pem.encode(key));
    };
  }

  /**
   * Reads a key.
   *
   * @throws org.trustnet.multiformats.MultiformatException if the bytes are no key in this form
   */
  public PrivateKey decode(Bytes bytes) {
    return switch (this) {
      case LIBP2P_PROTOBUF_CLEARTEXT -> PrivateKey.decode(bytes);
      case PEM_PKCS8_CLEARTEXT -> Pem.decode(bytes.toUtf8());
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
