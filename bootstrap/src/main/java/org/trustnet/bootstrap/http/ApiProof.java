package org.trustnet.bootstrap.http;

import java.util.regex.Pattern;
import org.trustnet.libp2p.crypto.HmacSha256;
import org.trustnet.multiformats.Bytes;

/**
 * How the RPC shows that it is the repository's own node, before a command sends it the token:
 * {@code GET /api-proof?nonce=N} is answered with HMAC-SHA-256, keyed with the API token, over the
 * port and the nonce. Whoever took the port of a node that was killed cannot answer; and because
 * the port is in it, the answer of a node at another port, asked on the way, is none. The token has
 * 256 random bits, so that the code lets nobody guess it. Pure.
 */
public final class ApiProof {
  /** Where it is asked for; needs no token. */
  public static final String PATH = "/api-proof";

  /** Bytes of a nonce: as many as the code has. */
  public static final int NONCE_BYTES = 32;

  private static final String PURPOSE = "trustnet api proof";
  private static final Pattern NONCE = Pattern.compile("[0-9a-f]{" + 2 * NONCE_BYTES + "}");

  private ApiProof() {}

  /** Whether {@code text} is a nonce: its bytes in hexadecimal, lower case. */
  public static boolean isNonce(String text) {
    return NONCE.matcher(text).matches();
  }

  /**
   * The answer.
   *
   * @param token content of the file {@code api-token}
   * @param port on which the RPC was reached; 0 for a Unix socket
   * @param nonce of whoever asks
   * @return 64 hexadecimal digits, lower case
   */
  public static String of(String token, int port, String nonce) {
    Bytes asked = Bytes.utf8(PURPOSE + "\n" + port + "\n" + nonce);
    return HmacSha256.of(Bytes.utf8(token), asked).toHex();
  }
}
