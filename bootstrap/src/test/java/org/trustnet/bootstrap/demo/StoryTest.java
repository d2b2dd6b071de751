package org.trustnet.bootstrap.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.trustnet.bootstrap.demo.Story.StepFailed;

class StoryTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> told = new ArrayList<>();
  private long now;
  private final Story story = new Story(told::add, () -> now);

  private String takesTwoSeconds() {
    now += 2 * SECOND;
    return "seen\nand heard";
  }

  @Test
  void tellsAStepWithWhatWasMeasured() throws Exception {
    assertThat(story.tell("it rains", this::takesTwoSeconds)).isTrue();

    assertThat(told).containsExactly("• it rains", "    seen", "    and heard");
    assertThat(story.table()).containsExactly("ok      it rains    2.00 s  seen");
    assertThat(story.json())
        .containsExactly(
            Map.of("name", "it rains", "ok", true, "seconds", 2.0, "detail", "seen\nand heard"));
    assertThat(story.failure()).isEmpty();
  }

  @Test
  void namesTheStepThatFailedByItsNumberAndWhy() throws Exception {
    story.tell("one", () -> "well");

    assertThat(story.tell("two", () -> fails(new StepFailed("it did not")))).isFalse();

    assertThat(story.failure()).contains("step 2, two: it did not");
    assertThat(told).endsWith("• two", "    FAILED: it did not");
    assertThat(story.table().getLast()).startsWith("FAILED  two");
    assertThat(story.json().getLast()).containsEntry("ok", false);
  }

  @Test
  void takesWhateverIsThrownForAFailureOfTheStep() throws Exception {
    story.tell("network", () -> fails(new IOException("the port is taken")));
    assertThat(story.failure()).contains("step 1, network: the port is taken");

    Story other = new Story(told::add, () -> now);
    other.tell("bug", () -> fails(new IllegalStateException()));
    assertThat(other.failure()).contains("step 1, bug: java.lang.IllegalStateException");
  }

  private static String fails(Exception e) throws IOException {
    if (e instanceof IOException io) {
      throw io;
    }
    throw (RuntimeException) e;
  }

  @Test
  void isBrokenOffByAnInterruptWhichIsNoFailure() {
    assertThatThrownBy(
            () ->
                story.tell(
                    "waits",
                    () -> {
                      throw new InterruptedException("broken off");
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(story.failure()).isEmpty();
  }

  @Test
  void waitsUntilTheConditionHoldsAndNotMuchLonger() throws Exception {
    Story.await("rain", Duration.ofSeconds(5), () -> now += SECOND, () -> now > 3 * SECOND);

    assertThat(now).isBetween(3 * SECOND, 5 * SECOND);
    assertThatThrownBy(
            () -> Story.await("snow", Duration.ofSeconds(5), () -> now += SECOND, () -> false))
        .isInstanceOf(StepFailed.class)
        .hasMessage("snow: not within 5 s");
  }
}
