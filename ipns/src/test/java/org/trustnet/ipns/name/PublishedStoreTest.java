package org.trustnet.ipns.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PeerId;

final class PublishedStoreTest {
  private static final PeerId A = Keys.generate(KeyType.ED25519, new Random(1)).peerId();
  private static final PeerId B = Keys.generate(KeyType.ECDSA, new Random(2)).peerId();

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;

  @Test
  void keepsTheLastRecordOfEachNameInMemory() {
    keepsTheLastRecordOfEachName(new MemoryPublishedStore());
  }

  @Test
  void keepsTheLastRecordOfEachNameOnDisk() throws IOException {
    keepsTheLastRecordOfEachName(FilePublishedStore.open(folder));
    FilePublishedStore again = FilePublishedStore.open(folder);
    Files.writeString(folder.resolve("stray.ipns-record"), "x");
    assertThat(again.names()).containsExactly(B);
    assertThat(again.find(B)).contains(Bytes.utf8("three"));
    assertThat(again.lifetime(B)).contains(Duration.ofDays(3_650));
  }

  @Test
  void aRecordWithoutAReadableLifetimeHasNone() throws IOException {
    FilePublishedStore store = FilePublishedStore.open(folder);
    store.put(A, Bytes.utf8("one"), HOUR);
    Path beside = folder.resolve(A.toName() + ".lifetime");
    Files.writeString(beside, "an hour");
    assertThat(store.lifetime(A)).isEmpty();
    Files.delete(beside);
    assertThat(store.lifetime(A)).isEmpty();
    assertThat(store.find(A)).contains(Bytes.utf8("one"));
  }

  @Test
  void aLifetimeThatIsOneOnlyInItsFirst64CharactersIsNone() throws IOException {
    FilePublishedStore store = FilePublishedStore.open(folder);
    Files.writeString(folder.resolve(A.toName() + ".lifetime"), "PT" + "0".repeat(60) + "1H2");
    assertThat(store.lifetime(A)).isEmpty();
  }

  @Test
  void nothingUnfinishedIsLeftByAFailureOrAKill() throws IOException {
    Path unfinished = folder.resolve("new.tmp");
    Files.writeString(unfinished, "half");
    FilePublishedStore store = FilePublishedStore.open(folder);
    assertThat(unfinished).doesNotExist();

    Files.createDirectories(folder.resolve(A.toName() + ".ipns-record").resolve("in the way"));
    assertThatThrownBy(() -> store.put(A, Bytes.utf8("one"), HOUR))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void readsALifetimeOf64CharactersAndNoneThatIsLonger() throws IOException {
    FilePublishedStore store = FilePublishedStore.open(folder);
    Path file = folder.resolve(A.toName() + ".lifetime");
    Files.writeString(file, "PT" + "0".repeat(60) + "1H");
    assertThat(store.lifetime(A)).contains(HOUR);
    Files.writeString(file, "PT" + "0".repeat(61) + "1H");
    assertThat(store.lifetime(A)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-48H", "PT0S", "P36525DT1S", "PT9223372036854775807S"})
  void aLifetimeThatNoRecordMayHaveIsNone(String lifetime) throws IOException {
    FilePublishedStore store = FilePublishedStore.open(folder);
    Path file = folder.resolve(A.toName() + ".lifetime");
    Files.writeString(file, lifetime);
    assertThat(store.lifetime(A)).isEmpty();
    Files.writeString(file, "P36525D");
    assertThat(store.lifetime(A)).contains(FilePublishedStore.MAX_VALIDITY);
  }

  private static void keepsTheLastRecordOfEachName(PublishedStore store) {
    assertThat(store.find(A)).isEmpty();
    assertThat(store.names()).isEmpty();
    assertThat(store.lifetime(A)).isEmpty();
    store.put(A, Bytes.utf8("one"), HOUR);
    store.put(B, Bytes.utf8("two"), HOUR);
    store.put(B, Bytes.utf8("three"), Duration.ofDays(3_650));
    assertThat(store.lifetime(A)).contains(HOUR);
    assertThat(store.lifetime(B)).contains(Duration.ofDays(3_650));
    assertThat(store.find(A)).contains(Bytes.utf8("one"));
    assertThat(store.find(B)).contains(Bytes.utf8("three"));
    assertThat(store.names()).containsExactlyElementsOf(List.of(A, B).stream().sorted().toList());
    assertThat(store.remove(A)).isTrue();
    assertThat(store.remove(A)).isFalse();
    assertThat(store.find(A)).isEmpty();
    assertThat(store.lifetime(A)).isEmpty();
  }
}
