package org.trustnet.ipns.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.trustnet.ipns.keystore.KeyFormat;
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
}
