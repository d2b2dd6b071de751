package org.trustnet.bootstrap.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trustnet.multiformats.Printable;

/**
 * How a configuration value is read from JSON and from the text of an environment variable or a
 * command line, and how it is written as JSON.
 *
 * @param <T> the value in Java
 * @param expects what a right value looks like, for error messages
 * @param fromJson reads a JSON value (String, Long, Boolean, List, Map); throws
 *     IllegalArgumentException where it is not of this type
 * @param toJson the reverse, for the file
 * @param shown the same without secrets, for whoever asks
 * @param fromText reads the text of an environment variable or argument
 */
public record ConfigType<T>(
    String expects,
    Function<Object, T> fromJson,
    Function<T, Object> toJson,
    Function<T, Object> shown,
    Function<String, T> fromText) {
  /** A type without secrets. */
  public ConfigType(
      String expects,
      Function<Object, T> fromJson,
      Function<T, Object> toJson,
      Function<String, T> fromText) {
    this(expects, fromJson, toJson, toJson, fromText);
  }

  /**
   * Longest duration that is read: 100 years of 365 days. A count of nanoseconds in a long has room
   * for two of them and a clock beside.
   */
  public static final Duration MAX_DURATION = Duration.ofDays(36_500);

  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|µs|μs|ms|s|m|h|d|w|y)");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?");

  private static final Map<String, Long> SIZES = sizes();

  private static Map<String, Long> sizes() {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (int power = 4; power > 0; power--) {
      String letter = "KMGT".substring(power - 1, power);
      sizes.put(letter + "iB", 1L << 10 * power);
      sizes.put(letter + "B", Math.round(Math.pow(10, 3 * power)));
    }
    return sizes;
  }

  /** A text of one line. */
  public static ConfigType<String> text() {
    return new ConfigType<>("a text", ConfigType::string, t -> t, t -> t);
  }

  /** A whole number in a range. */
  public static ConfigType<Long> number(long min, long max) {
    String expects = "a whole number from " + min + " to " + max;
    return new ConfigType<>(
        expects,
        json -> inRange(cast(json, Long.class, expects), min, max, expects),
        n -> n,
        text -> inRange(parseNumber(text, expects), min, max, expects));
  }

  public static ConfigType<Boolean> flag() {
    String expects = "true or false";
    return new ConfigType<>(
        expects,
        json -> cast(json, Boolean.class, expects),
        b -> b,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw mismatch(expects);
            });
  }

  /** One of a few words. */
  public static ConfigType<String> oneOf(String... words) {
    List<String> allowed = List.of(words);
    String expects = "one of " + String.join(", ", allowed);
    Function<String, String> check =
        text -> {
          if (!allowed.contains(text)) {
            throw mismatch(expects);
          }
          return text;
        };
    return new ConfigType<>(expects, json -> check.apply(string(json)), t -> t, check);
  }

  /** A length of time such as {@code 90s}, {@code 1h30m} or {@code 7d}. */
  public static ConfigType<Duration> duration() {
    return new ConfigType<>(
        "a duration such as \"90s\", \"1h30m\" or \"7d\"",
        json -> parseDuration(string(json)),
        ConfigType::formatDuration,
        ConfigType::parseDuration);
  }

  /** A length of time in a range, the ends included. */
  public static ConfigType<Duration> duration(Duration least, Duration most) {
    String expects =
        "a duration from " + formatDuration(least) + " to " + formatDuration(most) + ", such as 4h";
    UnaryOperator<Duration> inRange =
        duration -> {
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw mismatch(expects);
          }
          return duration;
        };
    return new ConfigType<>(
        expects,
        json -> inRange.apply(parseDuration(string(json))),
        ConfigType::formatDuration,
        text -> inRange.apply(parseDuration(text)));
  }

  /** A number of bytes such as {@code 10GB}; the value is in bytes. */
  public static ConfigType<Long> size() {
    return new ConfigType<>(
        "a size such as \"10GB\" or \"512MiB\"",
        json -> json instanceof Long n && n >= 0 ? n : parseSize(string(json)),
        ConfigType::formatSize,
        ConfigType::parseSize);
  }

  /** A JSON array; in text the same, or values with commas between them. */
  public static <E> ConfigType<List<E>> listOf(ConfigType<E> element) {
    return new ConfigType<>(
        "a list; each is " + element.expects,
        json -> {
          List<E> all = new ArrayList<>();
          for (Object one : cast(json, List.class, "a list")) {
            all.add(element.fromJson.apply(one));
          }
          return List.copyOf(all);
        },
        list -> list.stream().map(element.toJson).toList(),
        text -> {
          if (text.strip().startsWith("[")) {
            return listOf(element).fromJson.apply(ConfigFile.json(text));
          }
          List<E> all = new ArrayList<>();
          for (String one : text.split(",")) {
            if (!one.isBlank()) {
              all.add(element.fromText.apply(one.strip()));
            }
          }
          return List.copyOf(all);
        });
  }

  /** A JSON object of texts; in text the same, or {@code key=value} with commas between them. */
  public static ConfigType<Map<String, String>> mapOfText() {
    String expects = "an object of texts";
    return new ConfigType<>(
        expects,
        json -> {
          Map<String, String> all = new LinkedHashMap<>();
          Map<?, ?> object = cast(json, Map.class, expects);
          for (Map.Entry<?, ?> e : object.entrySet()) {
            all.put((String) e.getKey(), string(e.getValue()));
          }
          return Map.copyOf(all);
        },
        m -> m,
        text -> {
          if (text.strip().startsWith("{")) {
            return mapOfText().fromJson.apply(ConfigFile.json(text));
          }
          Map<String, String> all = new LinkedHashMap<>();
          for (String pair : text.isBlank() ? new String[0] : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
              throw mismatch("key=value, with commas between pairs");
            }
            all.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
          }
          return Map.copyOf(all);
        });
  }

  /**
   * Reads {@code 90s}, {@code 1h30m}, {@code 7d}, {@code 1.5s}: numbers with units, the sum counts.
   * As Go writes durations, with days, weeks of 7 days and years of 365.
   *
   * @return from 0 to {@link #MAX_DURATION}
   * @throws IllegalArgumentException naming the text, and the bound if it is longer
   */
  public static Duration parseDuration(String text) {
    Matcher part = DURATION_PART.matcher(text);
    Duration total = Duration.ZERO;
    int at = 0;
    while (at < text.length() && part.find(at) && part.start() == at) {
      BigDecimal nanos =
          new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2))));
      BigDecimal[] parts =
          nanos.divideAndRemainder(BigDecimal.valueOf(TimeUnit.SECONDS.toNanos(1)));
      total = total.plusSeconds(parts[0].longValue()).plusNanos(parts[1].longValue());
      if (total.compareTo(MAX_DURATION) > 0) {
        throw new IllegalArgumentException(
            Printable.quote(text)
                + " is not a duration of at most "
                + formatDuration(MAX_DURATION));
      }
      at = part.end();
    }
    if (at == 0 || at < text.length()) {
      throw new IllegalArgumentException(
          Printable.quote(text) + " is not a duration such as 90s, 1h30m, 7d, 2w or 1y");
    }
    return total;
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> TimeUnit.SECONDS.toNanos(1);
      case "m" -> TimeUnit.MINUTES.toNanos(1);
      case "h" -> TimeUnit.HOURS.toNanos(1);
      case "d" -> TimeUnit.DAYS.toNanos(1);
      case "w" -> TimeUnit.DAYS.toNanos(7);
      default -> TimeUnit.DAYS.toNanos(365);
    };
  }

  /** The reverse of {@link #parseDuration}, to the nanosecond. */
  public static String formatDuration(Duration duration) {
    StringBuilder text = new StringBuilder();
    appendUnit(text, duration.toDays(), "d");
    appendUnit(text, duration.toHoursPart(), "h");
    appendUnit(text, duration.toMinutesPart(), "m");
    appendUnit(text, duration.toSecondsPart(), "s");
    appendUnit(text, duration.toMillisPart(), "ms");
    appendUnit(text, duration.toNanosPart() / 1_000 % 1_000, "us");
    appendUnit(text, duration.toNanosPart() % 1_000, "ns");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void appendUnit(StringBuilder text, long n, String unit) {
    if (n > 0) {
      text.append(n).append(unit);
    }
  }

  private static long parseSize(String text) {
    Matcher m = SIZE.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(Printable.quote(text) + " is not a size such as 10GB");
    }
    String unit = m.group(2) == null ? "B" : m.group(2);
    long base = unit.endsWith("iB") ? 1_024 : 1_000;
    int power =
        unit.length() == 1 ? 0 : "KMGT".indexOf(unit.toUpperCase(Locale.ROOT).charAt(0)) + 1;
    long size = Long.parseLong(m.group(1));
    for (int i = 0; i < power; i++) {
      size = Math.multiplyExact(size, base);
    }
    return size;
  }

  /** In the largest unit that leaves a whole number. */
  private static String formatSize(long bytes) {
    for (Map.Entry<String, Long> unit : SIZES.entrySet()) {
      if (bytes > 0 && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    return bytes + "B";
  }

  private static long parseNumber(String text, String expects) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw mismatch(expects);
    }
  }

  static String string(Object json) {
    return cast(json, String.class, "a text in quotes");
  }

  private static long inRange(long n, long min, long max, String expects) {
    if (n < min || n > max) {
      throw mismatch(expects);
    }
    return n;
  }

  private static <T> T cast(Object json, Class<T> type, String expects) {
    if (!type.isInstance(json)) {
      throw mismatch(expects);
    }
    return type.cast(json);
  }

  private static IllegalArgumentException mismatch(String expects) {
    return new IllegalArgumentException("it must be " + expects);
  }
}
