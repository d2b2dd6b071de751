package org.trustnet.libp2p.tls;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PublicKey;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A reader of the extension that takes what follows the identity key for an octet string without
   * looking. Seeds: CertificateFuzzTest.
   */
  void signatureOfAnotherType(byte[] input) {
    ASN1Sequence both;
    try {
      both = ASN1Sequence.getInstance(input.clone());
      if (both.size() != 2 || !(both.getObjectAt(0) instanceof ASN1OctetString key)) {
        return;
      }
      PublicKey.decode(Bytes.wrap(key.getOctets()));
    } catch (MultiformatException | IllegalArgumentException e) {
      return; // refused, as it should be
    }
    try {
      ((ASN1OctetString) both.getObjectAt(1)).getOctets();
    } catch (ClassCastException e) {
      throw new IllegalStateException("planted: signatureOfAnotherType", e);
    }
  }
}
