package org.trustnet.libp2p.crypto;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Object;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/** Reads and writes DER; whatever the parser throws at foreign bytes becomes one exception. */
final class Der {
  /** Something read from DER. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  private Der() {}

  /**
   * The result of {@code reading}.
   *
   * @param what the name of what is read, for the message
   * @throws MultiformatException if the bytes are not that
   */
  static <T> T read(String what, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException | RuntimeException e) {
      throw new MultiformatException("not the DER of an " + what + ": " + e.getMessage());
    }
  }

  static Bytes write(ASN1Object object) {
    try {
      return Bytes.wrap(object.getEncoded("DER"));
    } catch (IOException e) {
      throw new IllegalStateException("a value in memory always encodes", e);
    }
  }
}
