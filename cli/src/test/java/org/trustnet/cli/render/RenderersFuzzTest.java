package org.trustnet.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.commands.Commands;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.cli.json.Json;
import org.trustnet.cli.json.JsonFault;
import org.trustnet.multiformats.Bytes;

/** Whatever a node answers to whichever command, it is shown, and disturbs no terminal. */
final class RenderersFuzzTest {
  private static final List<OperationSpec> RENDERED =
      Commands.all().stream().filter(spec -> Renderers.has(spec.path())).toList();

  /** The first byte says which command was given, the second whether with its options. */
  @FuzzTest
  void showsAnyAnswer(byte[] input) {
    if (input.length < 2) {
      return;
    }
    OperationSpec spec = RENDERED.get((input[0] & 0xff) % RENDERED.size());
    Object answer;
    try {
      answer = Json.parse(new String(input, 2, input.length - 2, StandardCharsets.UTF_8));
    } catch (JsonFault e) {
      return;
    }
    Map<String, String> options = new java.util.HashMap<>();
    if ((input[1] & 1) != 0) {
      spec.options().forEach(option -> options.put(option.name(), "true"));
    }
    Sheet sheet = new CheckedSheet(options);
    Renderers.of(spec).show(new Fields(answer), sheet);
    sheet.end();
  }

  private static final class CheckedSheet extends Sheet {
    CheckedSheet(Map<String, String> options) {
      super(options);
    }

    @Override
    public void line(String text) {
      assertThat(text.chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    }

    @Override
    public void raw(Bytes bytes) {
      assertThat(bytes).isNotNull();
    }

    @Override
    public void note(String text) {
      line(text);
    }

    @Override
    public void progress(String text) {
      line(text);
    }
  }
}
