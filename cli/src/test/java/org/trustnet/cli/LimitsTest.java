package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/limits.md} and the constants of all modules say the same. A row names {@code
 * Class.CONSTANT}, or {@code Outer.Class.CONSTANT}, under the heading of its package; its value is
 * a number with a unit of bytes or of time, or without one. Rows of configuration records name
 * {@code Class.component}; what their defaults are is not looked at.
 */
final class LimitsTest {
  private static final Pattern HEADING = Pattern.compile("### ([a-z0-9.]+)");
  private static final Pattern ROW = Pattern.compile("\\| (`[^|]+`) \\| ([^|]+) \\|.*");
  private static final Pattern NAME =
      Pattern.compile(
          "`([A-Z]\\w*(?:\\.[A-Z]\\w*)*)\\.([A-Z][A-Z0-9_]*|[a-z]\\w*(?:, [a-z]\\w*)*)`");
  private static final Pattern VALUE =
      Pattern.compile("([0-9][0-9,]*(?:\\.[0-9]+)?)(?: (ms|s|min|h|d|bytes|[KM]iB))?");

  /** How constants that bound something are named; others may have rows. */
  private static final Pattern BOUND = Pattern.compile("(MAX|MOST|LIMIT)(_.*)?");

  /** In nanoseconds. */
  private static final Map<String, Long> TIMES =
      Map.of(
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private static final Map<String, Long> SIZES =
      Map.of("", 1L, "bytes", 1L, "KiB", 1L << 10, "MiB", 1L << 20);

  /** What a row says of one name. */
  private record Limit(String place, String name, String value) {
    String key() {
      return place + " " + name;
    }

    boolean ofConstant() {
      return name.matches(".*\\.[A-Z0-9_]+");
    }
  }

  private static Map<String, JavaField> fields;
  private static List<Limit> limits;

  @BeforeAll
  static void readBoth() throws IOException {
    fields = new TreeMap<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.trustnet")
            .stream()
            .flatMap(type -> type.getFields().stream())
            .forEach(field -> names(field).forEach(name -> fields.put(name, field)));
    limits = rows(Files.readAllLines(Path.of("..", "docs", "limits.md")));
  }

  /** A field of a nested class with its outer classes before it, with some, and with none. */
  private static List<String> names(JavaField field) {
    JavaClass type = field.getOwner();
    String place = type.getPackageName().replace("org.trustnet.", "") + " ";
    String name = type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    List<String> names = new ArrayList<>(List.of(place + name + "." + field.getName()));
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      names.add(place + name.substring(dot + 1) + "." + field.getName());
    }
    return names;
  }

  /** The rows that name something in the sources; one that names two has as many values. */
  private static List<Limit> rows(List<String> lines) {
    List<Limit> found = new ArrayList<>();
    String place = "";
    for (String line : lines) {
      Matcher heading = HEADING.matcher(line);
      Matcher row = ROW.matcher(line);
      if (heading.matches()) {
        place = heading.group(1);
      } else if (row.matches()) {
        List<String> values = List.of(row.group(2).split(", "));
        Matcher named = NAME.matcher(row.group(1));
        for (int i = 0; named.find(); i++) {
          for (String name : named.group(2).split(", ")) {
            found.add(new Limit(place, named.group(1) + "." + name, values.get(i)));
          }
        }
      }
    }
    return found;
  }

  /** Pieces or bytes; nanoseconds of a duration. */
  private static BigDecimal valueOf(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      Object value = reflected.get(null);
      return value instanceof Duration duration
          ? BigDecimal.valueOf(duration.toNanos())
          : new BigDecimal(value.toString());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean says(Limit limit, JavaField field) {
    Matcher text = VALUE.matcher(limit.value());
    if (!text.matches()) {
      return false;
    }
    String unit = Objects.requireNonNullElse(text.group(2), "");
    boolean time = TIMES.containsKey(unit);
    boolean duration = field.getRawType().isEquivalentTo(Duration.class);
    long factor = time ? TIMES.get(unit) : SIZES.get(unit);
    BigDecimal said =
        new BigDecimal(text.group(1).replace(",", "")).multiply(BigDecimal.valueOf(factor));
    BigDecimal is = valueOf(field);
    if (time && field.getName().endsWith("_MILLIS")) {
      is = is.multiply(BigDecimal.valueOf(TIMES.get("ms")));
    }
    return (time || !duration) && said.compareTo(is) == 0;
  }

  private static boolean bounds(JavaField field) {
    JavaClass type = field.getRawType();
    return BOUND.matcher(field.getName()).matches()
        && (type.isPrimitive() || type.isEquivalentTo(Duration.class));
  }

  @Test
  void everyRowNamesWhatIsThereAndItsValue() {
    List<String> wrong = new ArrayList<>();
    for (Limit limit : limits) {
      JavaField field = fields.get(limit.key());
      if (field == null) {
        wrong.add(limit.key() + " is not there");
      } else if (limit.ofConstant() && !says(limit, field)) {
        wrong.add(limit.key() + " is " + valueOf(field) + ", not " + limit.value());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(limits.stream().filter(Limit::ofConstant)).hasSizeGreaterThan(400);
  }

  @Test
  void everyBoundHasItsRow() {
    Set<JavaField> listed = new HashSet<>();
    limits.forEach(limit -> listed.add(fields.get(limit.key())));
    List<String> missing =
        fields.values().stream()
            .filter(LimitsTest::bounds)
            .filter(field -> !listed.contains(field))
            .map(JavaField::getFullName)
            .distinct()
            .toList();
    assertThat(missing).isEmpty();
  }
}
