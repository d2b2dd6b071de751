package org.trustnet.ipns.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.trustnet.ipns.keystore.KeyFormat;
import org.trustnet.ipns.keystore.KeyName;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

final class NamesFuzzTest {
  /** Whatever a TXT record says, it is a path or nothing; a path reads back as itself. */
  @FuzzTest
  void readsLinksOrNothing(byte[] input) {
    DnsLink.parse(new String(input, StandardCharsets.UTF_8))
        .ifPresent(
            path -> {
              if (path instanceof NamePath.Content content) {
                assertThat(NamePath.parse(content.path().toString())).isEqualTo(path);
              }
            });
    RoutingKey.name(Bytes.copyOf(input))
        .ifPresent(name -> assertThat(RoutingKey.record(name)).isEqualTo(Bytes.copyOf(input)));
  }

  /** Whatever is imported, it is a key or one exception. */
  @FuzzTest
  void importsKeysOrRefuses(byte[] input) {
    for (KeyFormat format : KeyFormat.values()) {
      try {
        assertThat(format.decode(Bytes.copyOf(input)).peerId()).isNotNull();
      } catch (MultiformatException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  /** Whatever stands for a path, it is one or refused; a path reads back as itself. */
  @FuzzTest
  void readsPathsOrRefuses(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      switch (NamePath.parse(text)) {
        case NamePath.Content content ->
            assertThat(NamePath.parse(content.path().toString())).isEqualTo(content);
        case NamePath.Key key -> {
          String again = "/ipns/" + key.name().toName() + below(key.segments());
          assertThat(NamePath.parse(again)).isEqualTo(key);
        }
        case NamePath.Domain domain -> {
          String again = "/ipns/" + domain.domain() + below(domain.segments());
          assertThat(NamePath.parse(again)).isEqualTo(domain);
        }
      }
    } catch (MultiformatException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static String below(List<String> segments) {
    return segments.isEmpty() ? "" : "/" + String.join("/", segments);
  }

  /** Whatever stands in a file of a lifetime, a record may have it, and it reads back as itself. */
  @FuzzTest
  void readsLifetimesOrNothing(byte[] input) {
    FilePublishedStore.lifetime(input)
        .ifPresent(
            lifetime -> {
              assertThat(lifetime).isPositive();
              assertThat(lifetime).isLessThanOrEqualTo(FilePublishedStore.MAX_VALIDITY);
              byte[] written = Bytes.utf8(lifetime.toString()).toArray();
              assertThat(FilePublishedStore.lifetime(written)).contains(lifetime);
            });
  }

  /** A name of a key never leaves the folder of keys. */
  @FuzzTest
  void readsKeyNamesOrRefuses(byte[] input) {
    try {
      KeyName name = new KeyName(new String(input, StandardCharsets.UTF_8));
      assertThat(Bytes.utf8(name.text()).length()).isBetween(1, KeyName.MAX_BYTES);
      assertThat(name.text().chars()).noneMatch(Character::isISOControl);
    } catch (MultiformatException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
