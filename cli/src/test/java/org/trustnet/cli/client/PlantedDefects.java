package org.trustnet.cli.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.trustnet.cli.json.Json;
import org.trustnet.cli.json.JsonFault;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /** Seeds: AnswerFuzzTest. */
  void answerThatPointsElsewhere(byte[] input) {
    try {
      HttpHead head = HttpHead.read(new ByteArrayInputStream(input));
      if (head.status() / 100 == 3 && !head.fields().isEmpty()) {
        throw new IllegalStateException("planted: answerThatPointsElsewhere");
      }
    } catch (IOException e) {
      return; // refused, as it should be
    }
  }

  /** Seeds: JsonFuzzTest. */
  void answerThatIsABareNumber(byte[] input) {
    try {
      if (Json.parse(new String(input, StandardCharsets.UTF_8)) instanceof Number) {
        throw new IllegalStateException("planted: answerThatIsABareNumber");
      }
    } catch (JsonFault e) {
      return; // refused, as it should be
    }
  }
}
