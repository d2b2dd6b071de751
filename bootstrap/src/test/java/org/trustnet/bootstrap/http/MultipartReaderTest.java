package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
  private static final String HEAD = "--x\r\nContent-Type: a/b\r\n\r\n";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> parts(InputStream in) throws IOException {
    MultipartReader reader = new MultipartReader(in, "x");
    List<String> parts = new ArrayList<>();
    for (Optional<Map<String, String>> head = reader.next();
        head.isPresent();
        head = reader.next()) {
      assertThat(head.get()).containsEntry("content-type", "a/b");
      parts.add(new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
    }
    return parts;
  }

  private static List<String> parts(String body) throws IOException {
    return parts(new ByteArrayInputStream(bytes(body)));
  }

  /** Contents that look like the delimiter, or nearly. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "z",
        "\r",
        "\n",
        "\r\n",
        "\r\n-",
        "\r\n--",
        "--x",
        "\n--x",
        "\r\r\n--y",
        "a\r\r",
        "\r\n--\r\n--",
        "zzzzzzzz\r\n\r\n"
      })
  void cutsOutWhatIsBetweenDelimitersWhereverThePiecesEnd(String content) throws IOException {
    byte[] body = bytes(HEAD + content + "\r\n" + HEAD + "second\r\n--x--\r\n");
    for (int cut = 0; cut <= body.length; cut++) {
      InputStream in =
          new SequenceInputStream(
              new ByteArrayInputStream(body, 0, cut),
              new ByteArrayInputStream(body, cut, body.length - cut));
      assertThat(parts(in)).as("cut at %s", cut).containsExactly(content, "second");
    }
  }

  @Test
  void readsPartsLongerThanItsBuffer() throws IOException {
    String longOne = "0123456789\r\n--".repeat(20_000);

    assertThat(parts(HEAD + longOne + "\r\n" + HEAD + "\r\n--x--")).containsExactly(longOne, "");
  }

  @Test
  void passesOverWhatNobodyReadsAndWhatIsBeforeAndBehind() throws IOException {
    String body = "preamble\r\n" + HEAD + "one\r\n" + HEAD + "two\r\n--x-- \r\nepilogue";
    MultipartReader reader = new MultipartReader(new ByteArrayInputStream(bytes(body)), "x");

    assertThat(reader.next()).isPresent();
    assertThat(reader.next()).isPresent();
    assertThat(reader.content().readAllBytes()).isEqualTo(bytes("two"));
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void saysThatABodyBrokeOffWhereverItDoes() {
    String body = HEAD + "one\r\n--x--";
    for (int length = 0; length < body.length(); length++) {
      String cut = body.substring(0, length);
      assertThatThrownBy(() -> parts(cut)).as(cut).isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesAHeadThatNeverEnds() {
    String endless = "--x\r\n" + "a: b\r\n".repeat(MultipartReader.MAX_HEAD);
    String oneLine = "--x\r\n" + "a".repeat(2 * MultipartReader.MAX_HEAD + 40_000);

    assertThatThrownBy(() -> parts(endless)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> parts(oneLine)).hasMessageContaining("too long");
    assertThatThrownBy(() -> parts("--xy\r\n\r\n")).isInstanceOf(IOException.class);
  }
}
