package org.trustnet.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PublicKey;

class KeysTest {
  private static final KeyCheck USABLE = new KeyCheck.Usable();

  @ParameterizedTest
  @CsvSource({"2047, false", "2048, true", "8192, true", "8193, false"})
  void acceptsRsaKeysWithinTheLimits(int bits, boolean usable) throws Exception {
    assertThat(Keys.check(rsa(modulus(bits), BigInteger.valueOf(65_537))).equals(USABLE))
        .isEqualTo(usable);
  }

  @ParameterizedTest
  @CsvSource({
    "1, false",
    "2, false",
    "3, true",
    "4, false",
    "2147483647, true",
    "2147483649, false"
  })
  void acceptsRsaExponentsWithinTheLimits(long exponent, boolean usable) throws Exception {
    PublicKey key;
    try {
      key = rsa(modulus(2_048), BigInteger.valueOf(exponent));
    } catch (java.security.spec.InvalidKeySpecException refusedByTheJdk) {
      assertThat(usable).isFalse();
      return;
    }
    assertThat(Keys.check(key).equals(USABLE)).isEqualTo(usable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0200000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesEd25519PointsThatAreNoKeys(String point) {
    PublicKey key = new PublicKey(KeyType.ED25519, Bytes.hex(point));
    assertThat(Keys.check(key)).isInstanceOf(KeyCheck.Unusable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02",
        "020000000000000000000000000000000000000000000000000000000000000000",
        "02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "057777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99"
      })
  void refusesSecp256k1PointsThatAreNoKeys(String point) {
    PublicKey key = new PublicKey(KeyType.SECP256K1, Bytes.hex(point));
    assertThat(Keys.check(key)).isInstanceOf(KeyCheck.Unusable.class);
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void refusesKeysCutShortOrWithMoreBehindThem(KeyType type) {
    PublicKey key = Keys.generate(type, new SplittableRandom(1)).publicKey();
    Bytes data = key.data();
    PublicKey cut = new PublicKey(type, data.slice(0, data.length() - 1));
    PublicKey longer = new PublicKey(type, Bytes.concat(data, Bytes.copyOf((byte) 0)));
    assertThat(Keys.check(key)).isEqualTo(USABLE);
    assertThat(Keys.check(cut)).isInstanceOf(KeyCheck.Unusable.class);
    assertThat(Keys.check(longer)).isInstanceOf(KeyCheck.Unusable.class);
    Bytes message = Bytes.utf8("m");
    Bytes signature = Keys.generate(type, new SplittableRandom(1)).sign(message);
    assertThat(Signatures.verify(cut, message, signature)).isFalse();
    assertThat(Signatures.verify(longer, message, signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void refusesEveryChangeOfABitInASignature(KeyType type) {
    PrivateKey key = Keys.generate(type, new SplittableRandom(1));
    Bytes message = Bytes.utf8("m");
    byte[] signature = key.sign(message).toArray();
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= 4;
      assertThat(Signatures.verify(key.publicKey(), message, Bytes.wrap(changed))).isFalse();
    }
  }

  @Test
  void readsOldEd25519KeysWithThePublicKeyTwice() {
    PrivateKey key = Keys.generate(KeyType.ED25519, new SplittableRandom(1));
    Bytes data = PublicKey.KeyMessage.decode(key.encode(), PrivateKey.MAX_BYTES).data();
    Bytes old = Bytes.concat(data, data.slice(32));
    assertThat(PrivateKey.of(KeyType.ED25519, old)).isEqualTo(key);
    byte[] other = old.toArray();
    other[95] ^= 1;
    assertThatThrownBy(() -> PrivateKey.of(KeyType.ED25519, Bytes.wrap(other)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesAnEd25519KeyWhosePublicHalfIsAnothers() {
    PrivateKey key = Keys.generate(KeyType.ED25519, new SplittableRandom(1));
    byte[] data = PublicKey.KeyMessage.decode(key.encode(), 100).data().toArray();
    data[40] ^= 1;
    assertThatThrownBy(() -> PrivateKey.of(KeyType.ED25519, Bytes.wrap(data)))
        .isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "00"
      })
  void refusesSecp256k1NumbersOutsideTheOrder(String number) {
    assertThatThrownBy(() -> PrivateKey.of(KeyType.SECP256K1, Bytes.hex(number)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesAnRsaKeyWhoseNumbersDoNotBelongTogether() {
    PrivateKey key = Keys.generate(KeyType.RSA, new SplittableRandom(1));
    byte[] data = PublicKey.KeyMessage.decode(key.encode(), PrivateKey.MAX_BYTES).data().toArray();
    data[400] ^= 2; // In the private exponent.
    assertThatThrownBy(() -> PrivateKey.of(KeyType.RSA, Bytes.wrap(data)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesAPrivateKeyOverTheLimit() {
    assertThatThrownBy(() -> PrivateKey.decode(Bytes.wrap(new byte[PrivateKey.MAX_BYTES + 1])))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesASignatureOverTheLimit() {
    PublicKey key = Keys.generate(KeyType.ED25519, new SplittableRandom(1)).publicKey();
    Bytes signature = Bytes.wrap(new byte[Signatures.MAX_SIGNATURE_BYTES + 1]);
    assertThat(Signatures.verify(key, Bytes.empty(), signature)).isFalse();
  }

  @Test
  void saysNothingSecret() {
    PrivateKey key = Keys.generate(KeyType.ED25519, new SplittableRandom(1));
    assertThat(key).hasToString("ED25519 private key of " + key.peerId());
  }

  private static BigInteger modulus(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
  }

  private static PublicKey rsa(BigInteger modulus, BigInteger exponent) throws Exception {
    RSAPublicKey key =
        (RSAPublicKey)
            KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    return new PublicKey(KeyType.RSA, Bytes.wrap(key.getEncoded()));
  }
}
