package org.trustnet.ipns.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/**
 * Times as Go's {@code time.RFC3339Nano} writes and reads them: no closing zeros in the fraction,
 * and none at all for whole seconds. Reading takes what Go takes: any number of fraction digits of
 * which nine count, a comma for the point, offsets, an hour of one digit.
 */
final class Rfc3339 {
  static final Instant MIN = Instant.parse("0000-01-01T00:00:00Z");
  static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** Longest text that is looked at, in characters; Go sets none, records have 10 KiB. */
  static final int MAX_CHARACTERS = 64;

  private static final int NANO_DIGITS = 9;
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
              + "(?:[.,]([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))");

  private Rfc3339() {}

  static String format(Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text =
        new StringBuilder(
            "%04d-%02d-%02dT%02d:%02d:%02d"
                .formatted(
                    utc.getYear(),
                    utc.getMonthValue(),
                    utc.getDayOfMonth(),
                    utc.getHour(),
                    utc.getMinute(),
                    utc.getSecond()));
    int nanos = utc.get(ChronoField.NANO_OF_SECOND);
    if (nanos != 0) {
      text.append(".%09d".formatted(nanos));
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.append('Z').toString();
  }

  static Optional<Instant> parse(Bytes text) {
    try {
      Matcher form = FORM.matcher(text.length() <= MAX_CHARACTERS ? text.toUtf8() : "");
      return form.matches() ? instant(form) : Optional.empty();
    } catch (MultiformatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(Matcher form) {
    int hour = number(form, 4);
    int minute = number(form, 5);
    int second = number(form, 6);
    long offset = offsetSeconds(form);
    if (hour > 23 || minute > 59 || second > 59 || offset == Long.MAX_VALUE) {
      return Optional.empty();
    }
    long day = LocalDate.of(number(form, 1), number(form, 2), number(form, 3)).toEpochDay();
    long epochSecond = day * 86_400 + hour * 3_600L + minute * 60L + second - offset;
    return Optional.of(Instant.ofEpochSecond(epochSecond, nanos(form.group(7))));
  }

  /** {@link Long#MAX_VALUE} if it is out of range; Go allows 24 hours and 60 minutes. */
  private static long offsetSeconds(Matcher form) {
    if (form.group(8) == null) {
      return 0;
    }
    int hours = number(form, 9);
    int minutes = number(form, 10);
    if (hours > 24 || minutes > 60) {
      return Long.MAX_VALUE;
    }
    long offset = hours * 3_600L + minutes * 60L;
    return form.group(8).equals("-") ? -offset : offset;
  }

  private static int nanos(@Nullable String fraction) {
    if (fraction == null) {
      return 0;
    }
    return Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }
}
