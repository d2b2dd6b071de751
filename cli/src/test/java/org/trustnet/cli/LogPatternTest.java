package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program's own log configuration makes of a message. */
final class LogPatternTest {
  private static final String HEAD = "2026-01-01T00:00:00.000Z WARN  Some: ";
  private static final String FORGED = "2026-01-01T00:00:00.000Z ERROR Node: all is lost";

  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void configure() throws JoranException {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(LogPatternTest.class.getResource("/logback.xml"), "logback.xml"));
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private String logged(String message, @Nullable Throwable thrown) {
    Logger logger = context.getLogger("org.trustnet.Some");
    LoggingEvent event =
        new LoggingEvent(LogPatternTest.class.getName(), logger, Level.WARN, message, thrown, null);
    event.setInstant(Instant.parse("2026-01-01T00:00:00Z"));
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>)
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void printsAMessageAsItIs() {
    assertThat(logged("a remote of 12D3: größer, 大, \uD83D\uDE00", null))
        .isEqualTo(HEAD + "a remote of 12D3: größer, 大, \uD83D\uDE00" + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\u001b", "\u0000", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b"
      })
  void aStrangersTextForgesNoLineAndMovesNoCursor(String mark) {
    assertThat(logged("agent x" + mark + FORGED, null))
        .isEqualTo(HEAD + "agent x\ufffd" + FORGED + System.lineSeparator());
  }

  @Test
  void anExceptionIsPrintedOnceWithItsTraceAndForgesNoLineEither() {
    IOException cause = new IOException("closed\n" + FORGED);
    String text =
        logged("failed", new IllegalStateException("x\r\n" + FORGED + "\u001b[2J", cause));

    List<String> lines = text.lines().toList();
    assertThat(lines.getFirst()).isEqualTo(HEAD + "failed");
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("  "));
    assertThat(text).doesNotContain("\u001b", "\r").endsWith("\n");
    assertThat(lines)
        .contains("  " + FORGED + "\ufffd[2J", "  " + FORGED)
        .containsOnlyOnce("  Caused by: java.io.IOException: closed")
        .anyMatch(line -> line.startsWith("  \tat " + LogPatternTest.class.getName()));
  }
}
