package org.trustnet.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PublicKey;

/** The keys of peer-ids.md, "Test vectors". */
class PeerIdVectorsTest {
  private static final Map<KeyType, Bytes> PRIVATE = new EnumMap<>(KeyType.class);
  private static final Map<KeyType, Bytes> PUBLIC = new EnumMap<>(KeyType.class);

  static {
    for (String line : Vectors.lines("libp2p-specs/peer-ids.txt")) {
      String[] words = line.split(" ");
      (words[1].equals("private") ? PRIVATE : PUBLIC)
          .put(KeyType.valueOf(words[0]), Bytes.hex(words[2]));
    }
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void readsThePrivateKeyAndWritesItBack(KeyType type) {
    PrivateKey key = PrivateKey.decode(PRIVATE.get(type));
    assertThat(key.type()).isEqualTo(type);
    assertThat(key.encode()).isEqualTo(PRIVATE.get(type));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void derivesThePublicKey(KeyType type) {
    PublicKey key = PrivateKey.decode(PRIVATE.get(type)).publicKey();
    assertThat(key.encode()).isEqualTo(PUBLIC.get(type));
    assertThat(Keys.check(PublicKey.decode(PUBLIC.get(type)))).isEqualTo(new KeyCheck.Usable());
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void verifiesWhatItSigned(KeyType type) {
    PrivateKey key = PrivateKey.decode(PRIVATE.get(type));
    Bytes message = Bytes.utf8("a message");
    Bytes signature = key.sign(message);
    assertThat(Signatures.verify(key.publicKey(), message, signature)).isTrue();
    assertThat(Signatures.verify(key.publicKey(), Bytes.utf8("another"), signature)).isFalse();
    assertThat(Signatures.verify(key.publicKey(), message, Bytes.empty())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void survivesPem(KeyType type) {
    PrivateKey key = PrivateKey.decode(PRIVATE.get(type));
    assertThat(Pem.decode(Pem.encode(key))).isEqualTo(key);
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void generatesKeysOfEveryType(KeyType type) {
    PrivateKey key = Keys.generate(type, new java.util.SplittableRandom(7));
    assertThat(PrivateKey.decode(key.encode())).isEqualTo(key);
    assertThat(key.peerId()).isEqualTo(key.publicKey().peerId());
    Bytes message = Bytes.utf8("m");
    assertThat(Signatures.verify(key.publicKey(), message, key.sign(message))).isTrue();
  }
}
