package org.trustnet.trust.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.Bytes;

class JsonSyntaxTest {
  private static String fault(String text) {
    ReadResult result = TrustFileReader.read(Bytes.utf8(text));
    assertThat(result).isInstanceOf(ReadResult.Refused.class);
    ReadResult.Refused refused = (ReadResult.Refused) result;
    return refused.where() + ": " + refused.message();
  }

  @Test
  void aTextThatEndsTooEarlySaysWhatIsMissing() {
    assertThat(fault("{\n \"a\": [1,"))
        .isEqualTo(
            "line 2, column 10: not JSON: it ends in the middle: a closing brace, bracket or quote"
                + " is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": [1,",
        "{",
        "{\"a\": \"b",
        "{\"a\" 1}",
        "{\"a\": +1}",
        "{\"a\": NaN}",
        "{\"a\": 01}",
        "{\"a\": .5}",
        "{\"a\": 5.}",
        "{\"a\": 1,}",
        "{\"a\": 1]",
        "{/* c */}",
        "{# c\n}",
        "{a: 1}",
        "{'a': 1}",
        "{\"a\": tru}",
        "{\"a\": \"\n\"}",
        "{\"a\": \"\\x\"}",
        "{\"a\": -}",
        "{\"a\": 1e}",
        "{\"a\": \"\u0001\"}"
      })
  void noReasonHasTheParsersOwnWordsInIt(String text) {
    assertThat(fault(text))
        .startsWith("line ")
        .contains("column ", ": not JSON: ")
        .doesNotContain("`", "Source", "REDACTED", "Feature", "StreamRead", "VALUE_", "CTRL")
        .doesNotEndWith(":")
        .doesNotEndWith("(");
  }
}
