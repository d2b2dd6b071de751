package org.trustnet.ipns.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.ipns.Vectors;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multibase;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

final class FileKeyStoreTest {
  private static final PrivateKey KEY = Keys.generate(KeyType.ED25519, new Random(1));
  private static final PrivateKey OTHER = Keys.generate(KeyType.ED25519, new Random(2));

  @TempDir private Path parent;

  private FileKeyStore open() throws IOException {
    return FileKeyStore.open(parent.resolve("keystore"));
  }

  /** The file names that Kubo 0.43.0 gave these keys. */
  @Test
  void keepsKeysInTheFilesThatKuboReads() throws IOException {
    FileKeyStore store = open();
    Path folder = parent.resolve("keystore");
    assertThat(store.add(new KeyName("test-ed"), KEY)).isEqualTo(KeyStoreOutcome.DONE);
    assertThat(store.add(new KeyName("slash"), OTHER)).isEqualTo(KeyStoreOutcome.DONE);
    Path slash = folder.resolve("key_" + Multibase.BASE32.encodeBare(Bytes.utf8("slash")));
    Files.move(slash, folder.resolve("key_yoog5q5pebrw6zdff4xc423fpe"));
    assertThat(store.find("Ünï code/..key")).as("as Kubo allows").contains(OTHER);
    assertThat(folder.resolve("key_orsxg5bnmvsa")).hasBinaryContent(KEY.encode().toArray());
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("key_orsxg5bnmvsa"))).isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void addsAKeyBesideOneThatCannotBeRead() throws IOException {
    FileKeyStore store = open();
    String broken = "key_" + Multibase.BASE32.encodeBare(Bytes.utf8("broken"));
    Files.createDirectory(parent.resolve("keystore").resolve(broken));
    assertThat(store.add(new KeyName("good"), KEY)).isEqualTo(KeyStoreOutcome.DONE);
    assertThat(store.find("good")).contains(KEY);
  }

  @Test
  void holdsAsManyKeysAsItMayAndRefusesOneMoreUntilOneIsGone() throws IOException {
    FileKeyStore store = FileKeyStore.open(parent.resolve("keystore"), 3);
    assertThat(store.add(new KeyName("k1"), KEY)).isEqualTo(KeyStoreOutcome.DONE);
    assertThat(store.add(new KeyName("k2"), KEY)).isEqualTo(KeyStoreOutcome.DONE);
    assertThat(store.add(new KeyName("last"), OTHER)).isEqualTo(KeyStoreOutcome.DONE);

    assertThat(store.add(new KeyName("over"), OTHER)).isEqualTo(KeyStoreOutcome.FULL);
    assertThat(store.find("over")).isEmpty();
    assertThat(store.list()).hasSize(3);

    assertThat(store.remove("k1")).isEqualTo(KeyStoreOutcome.DONE);
    assertThat(store.add(new KeyName("over"), OTHER)).isEqualTo(KeyStoreOutcome.DONE);
  }

  @Test
  void readsAKeyThatKuboWrote() throws IOException {
    FileKeyStore store = open();
    Bytes file = Vectors.bytes("kubo/ed25519.key");
    Files.write(parent.resolve("keystore").resolve("key_orsxg5bnmvsa"), file.toArray());
    PeerId id = PeerId.parse("k51qzi5uqu5dm76ned0i7tsl6z4v973vam7qpnjekkwn34ge9u915nzznextu6");
    assertThat(store.find("test-ed")).map(PrivateKey::peerId).contains(id);
    assertThat(store.find(id)).map(KeyEntry.Usable::name).contains("test-ed");
    assertThat(store.find(KEY.peerId())).isEmpty();
  }

  @Test
  void listsRenamesAndRemovesKeysAcrossRestarts() throws IOException {
    open().add(new KeyName("b"), KEY);
    open().add(new KeyName("a"), OTHER);
    assertThat(open().list())
        .containsExactly(new KeyEntry.Usable("a", OTHER), new KeyEntry.Usable("b", KEY));
    assertThat(open().add(new KeyName("a"), KEY)).isEqualTo(KeyStoreOutcome.NAME_TAKEN);
    assertThat(open().rename("b", new KeyName("a"))).isEqualTo(KeyStoreOutcome.NAME_TAKEN);
    assertThat(open().rename("c", new KeyName("d"))).isEqualTo(KeyStoreOutcome.NO_SUCH_KEY);
    assertThat(open().rename("b", new KeyName("c"))).isEqualTo(KeyStoreOutcome.DONE);
    assertThat(open().find("b")).isEmpty();
    assertThat(open().find("c")).contains(KEY);
    assertThat(open().remove("c")).isEqualTo(KeyStoreOutcome.DONE);
    assertThat(open().remove("c")).isEqualTo(KeyStoreOutcome.NO_SUCH_KEY);
    assertThat(open().list()).containsExactly(new KeyEntry.Usable("a", OTHER));
  }

  @Test
  void saysWhichFileIsDamagedAndReadsTheOthers() throws IOException {
    FileKeyStore store = open();
    store.add(new KeyName("good"), KEY);
    Path folder = parent.resolve("keystore");
    Files.write(folder.resolve("key_mjqwi"), new byte[] {8, 1, 18, 1, 0});
    Files.write(folder.resolve("key_1"), new byte[10]);
    Files.write(folder.resolve("notes.txt"), new byte[10]);
    assertThat(store.list()).hasSize(2);
    assertThat(store.list().getFirst())
        .isInstanceOfSatisfying(KeyEntry.Damaged.class, d -> assertThat(d.name()).isEqualTo("bad"));
    assertThat(store.find("bad")).isEmpty();
    assertThat(store.find("good")).contains(KEY);
  }

  @ParameterizedTest
  @EnumSource(KeyFormat.class)
  void exportsAndImportsEveryKeyType(KeyFormat format) {
    for (KeyType type : KeyType.values()) {
      PrivateKey key = Keys.generate(type, new Random(3));
      assertThat(format.decode(format.encode(key)).peerId()).isEqualTo(key.peerId());
    }
    assertThat(KeyFormat.named(format.toString())).contains(format);
    assertThat(KeyFormat.named("pem")).isEmpty();
    assertThatThrownBy(() -> format.decode(Bytes.hex("ff")))
        .isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ED25519", "RSA", "SECP256K1"})
  void exportsWhatKuboExports(KeyType type) {
    String file = "kubo/" + type.name().toLowerCase(Locale.ROOT);
    PrivateKey key = KeyFormat.LIBP2P_PROTOBUF_CLEARTEXT.decode(Vectors.bytes(file + ".key"));
    assertThat(KeyFormat.LIBP2P_PROTOBUF_CLEARTEXT.encode(key))
        .isEqualTo(Vectors.bytes(file + ".key"));
    if (type != KeyType.SECP256K1) {
      // Kubo cannot export a secp256k1 key as PEM.
      Bytes pem = Vectors.bytes(file + ".pem");
      assertThat(KeyFormat.PEM_PKCS8_CLEARTEXT.decode(pem)).isEqualTo(key);
      assertThat(KeyFormat.PEM_PKCS8_CLEARTEXT.encode(key)).isEqualTo(pem);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "self",
        " a",
        "a ",
        "a\nb",
        "a\u202eb",
        "a\0",
        "../x",
        "a/b",
        "a\\b",
        ".hidden",
        "k51qzi5uqu5dm76ned0i7tsl6z4v973vam7qpnjekkwn34ge9u915nzznextu6"
      })
  void refusesNamesThatWouldMislead(String name) {
    assertThatThrownBy(() -> new KeyName(name)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void takesNamesOfTheLongestLengthAndRefusesOneByteMore() throws IOException {
    String longest = "n".repeat(KeyName.MAX_BYTES);
    assertThat(open().add(new KeyName(longest), KEY)).isEqualTo(KeyStoreOutcome.DONE);
    assertThat(open().find(longest)).contains(KEY);
    assertThat(open().find(longest + "n")).isEmpty();
    String unthinkable = "n".repeat(1_000);
    assertThat(open().remove(unthinkable)).isEqualTo(KeyStoreOutcome.NO_SUCH_KEY);
    assertThat(open().rename(unthinkable, new KeyName("x"))).isEqualTo(KeyStoreOutcome.NO_SUCH_KEY);
    assertThat(List.of("n".repeat(KeyName.MAX_BYTES + 1), "Ü".repeat(76)))
        .allSatisfy(
            name ->
                assertThatThrownBy(() -> new KeyName(name))
                    .isInstanceOf(MultiformatException.class));
  }
}
