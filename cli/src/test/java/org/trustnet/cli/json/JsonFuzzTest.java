package org.trustnet.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whatever a node answers, it is documents or a fault; a document survives being written. */
final class JsonFuzzTest {
  @FuzzTest
  void readsADocumentOrSaysWhyNot(byte[] input) {
    try {
      survivesWriting(Json.parse(new String(input, StandardCharsets.UTF_8)));
    } catch (JsonFault e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @FuzzTest
  void readsDocumentsOneAfterTheOther(byte[] input) {
    try (Json documents = Json.reader(new ByteArrayInputStream(input))) {
      int count = 0;
      for (Optional<Object> next = documents.next(); next.isPresent(); next = documents.next()) {
        survivesWriting(next.get());
        count++;
      }
      assertThat(count).isLessThanOrEqualTo(input.length);
    } catch (JsonFault e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void survivesWriting(Object document) {
    String compact = Json.compact(document);
    assertThat(compact).doesNotContain("\n");
    assertThat(Json.compact(Json.parse(compact))).isEqualTo(compact);
    assertThat(Json.compact(Json.parse(Json.indented(document)))).isEqualTo(compact);
  }
}
