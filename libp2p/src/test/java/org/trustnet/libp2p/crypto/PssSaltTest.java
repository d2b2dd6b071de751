package org.trustnet.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.crypto.X509Signatures.Verdict;
import org.trustnet.multiformats.Bytes;

/** How long the salt of a certificate's PSS signature may be. */
class PssSaltTest {
  private static final int LONGEST = 64;
  private static final Bytes SIGNED = Bytes.utf8("a certificate");

  @Test
  void readsASaltOf64BytesAndNoneThatIsAByteLonger() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(Keys.MIN_RSA_BITS);
    KeyPair pair = keys.generateKeyPair();

    assertThat(verdict(pair, LONGEST)).isEqualTo(Verdict.VALID);
    assertThat(verdict(pair, LONGEST + 1)).isEqualTo(Verdict.UNSUPPORTED);
  }

  private static Verdict verdict(KeyPair pair, int salt)
      throws GeneralSecurityException, IOException {
    Signature signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
    signer.initSign(pair.getPrivate());
    signer.update(SIGNED.asByteBuffer());
    return X509Signatures.verify(
        Bytes.wrap(pair.getPublic().getEncoded()),
        Bytes.wrap(algorithm(salt).getEncoded()),
        SIGNED,
        Bytes.wrap(signer.sign()));
  }

  private static AlgorithmIdentifier algorithm(int salt) {
    AlgorithmIdentifier hash = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSASSA_PSS,
        new RSASSAPSSparams(
            hash,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
            new ASN1Integer(salt),
            RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
  }
}
