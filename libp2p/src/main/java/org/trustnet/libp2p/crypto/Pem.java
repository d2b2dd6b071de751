package org.trustnet.libp2p.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;

/**
 * Private keys as PEM with PKCS#8 in clear, {@code -----BEGIN PRIVATE KEY-----}: what {@code ipfs
 * key export --format=pem-pkcs8-cleartext}, Go's {@code x509.MarshalPKCS8PrivateKey} and OpenSSL
 * write. RFC 7468, RFC 5958. Safe on any thread.
 */
public final class Pem {
  /** Longest text, in characters: an RSA key of 8,192 bits takes about 6,500. */
  public static final int MAX_CHARS = 16_384;

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int LINE = 64;

  private Pem() {}

  /** The text, its last line ended. Secret. */
  public static String encode(PrivateKey key) {
    String body =
        Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.toPkcs8().toArray());
    return BEGIN + '\n' + body + '\n' + END + '\n';
  }

  /**
   * Reads one key; blank space around it is ignored.
   *
   * @throws MultiformatException if the text is too long or no private key of a libp2p type
   */
  public static PrivateKey decode(String text) {
    if (text.length() > MAX_CHARS) {
      throw new MultiformatException(
          "PEM text of " + text.length() + " characters, at most " + MAX_CHARS);
    }
    String trimmed = text.strip();
    if (trimmed.length() < BEGIN.length() + END.length()
        || !trimmed.startsWith(BEGIN)
        || !trimmed.endsWith(END)) {
      throw new MultiformatException(
          "not a PEM private key: it must be one \"" + BEGIN + "\" block");
    }
    String body = trimmed.substring(BEGIN.length(), trimmed.length() - END.length());
    PrivateKeyInfo info = Der.read("PKCS#8 key", () -> PrivateKeyInfo.getInstance(base64(body)));
    KeyType type = type(info.getPrivateKeyAlgorithm());
    return PrivateKey.of(type, KeyScheme.of(type).fromPkcs8(info));
  }

  private static byte[] base64(String body) {
    return Base64.getDecoder()
        .decode(body.replaceAll("[ \\t\\r\\n]", "").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static KeyType type(AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    ASN1Encodable curve = algorithm.getParameters();
    if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return KeyType.ED25519;
    }
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return KeyType.RSA;
    }
    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return SECObjectIdentifiers.secp256k1.equals(curve) ? KeyType.SECP256K1 : KeyType.ECDSA;
    }
    throw new MultiformatException("a private key of algorithm " + oid + " is no libp2p key");
  }
}
