package org.trustnet.cli.render;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trustnet.cli.json.Json;
import org.trustnet.cli.json.JsonFault;
import org.trustnet.multiformats.Bytes;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A table of the items of an answer that escapes the controls of ASCII only: those from U+0080 on
   * reach the terminal. The first two bytes are no part of the answer. Seeds: RenderersFuzzTest.
   */
  void controlOfTheUpperRange(byte[] input) {
    if (input.length < 2) {
      return;
    }
    Fields answer;
    try {
      answer =
          new Fields(Json.parse(new String(input, 2, input.length - 2, StandardCharsets.UTF_8)));
    } catch (JsonFault e) {
      return; // refused, as it should be
    }
    Lines sheet = new Lines();
    for (Fields item : answer.items()) {
      item.rawText("key").ifPresent(key -> sheet.row(List.of(asciiEscaped(key))));
    }
    sheet.end();
    if (sheet.lines.stream().anyMatch(line -> line.chars().anyMatch(Character::isISOControl))) {
      throw new IllegalStateException("planted: controlOfTheUpperRange");
    }
  }

  private static String asciiEscaped(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c < ' ' || c == 0x7f) {
                out.append("\\u%04x".formatted(c));
              } else {
                out.append((char) c);
              }
            });
    return out.toString();
  }

  private static final class Lines extends Sheet {
    private final List<String> lines = new ArrayList<>();

    Lines() {
      super(Map.of());
    }

    @Override
    public void line(String text) {
      lines.add(text);
    }

    @Override
    public void raw(Bytes bytes) {}

    @Override
    public void note(String text) {}

    @Override
    public void progress(String text) {}
  }
}
