package org.trustnet.trust.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.trust.refresh.RecordValue;

/** Texts of users, files and records: read or refused, and each canonical spelling is stable. */
final class TrustTextFuzzTest {
  @FuzzTest
  void readsTheKeyOfAnEntry(byte[] input) {
    EntryKey.parse(text(input))
        .ifPresent(key -> assertThat(EntryKey.parse(key.text())).contains(key));
  }

  @FuzzTest
  void readsARemote(byte[] input) {
    Remote remote;
    try {
      remote = Remote.parse(text(input));
    } catch (MultiformatException e) {
      assertThat(e).hasMessageMatching("(?s)\\S.*");
      return;
    }
    if (remote instanceof Remote.Domain domain) {
      assertThat(domain.name()).matches("[a-z0-9_.-]{1,253}").doesNotContain("..");
      assertThat(Remote.parse(domain.name())).isEqualTo(domain);
    }
  }

  @FuzzTest
  void readsTheValueOfARecord(byte[] input) {
    RecordValue.parse(Bytes.copyOf(input))
        .ifPresent(
            value -> {
              String path = value.path().isEmpty() ? "" : "/" + value.path();
              assertThat(RecordValue.parse(Bytes.utf8("/ipfs/" + value.cid() + path)))
                  .contains(value);
            });
  }

  @FuzzTest
  void readsALabel(byte[] input) {
    Label label;
    try {
      label = new Label(text(input));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s)\\S.*");
      return;
    }
    assertThat(new Label(label.text())).isEqualTo(label);
    assertThat(label.matches(label)).isTrue();
    assertThat(label.toString().chars()).noneMatch(Character::isISOControl);
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }
}
