package org.trustnet.cli.render;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Printable;

/** {@code name inspect} as Kubo 0.43 writes it. */
final class InspectRenderer {
  private InspectRenderer() {}

  static void show(Fields json, Sheet sheet) {
    Fields entry = json.at("Entry");
    List<List<String>> rows = new ArrayList<>();
    row(rows, "Value:", entry.rawText("Value").filter(v -> !v.isEmpty()).map(Printable::quote));
    row(rows, "Validity Type:", number(entry, "ValidityType").map(String::valueOf));
    row(rows, "Validity:", entry.rawText("Validity").map(Printable::quote));
    row(rows, "Sequence:", number(entry, "Sequence").map(String::valueOf));
    row(rows, "TTL:", number(entry, "TTL").map(InspectRenderer::duration));
    row(rows, "Protobuf Size:", number(json, "PbSize").map(String::valueOf));
    row(rows, "Signature Type:", json.rawText("SignatureType").map(Printable::escape));
    table(rows, "", " ", sheet);
    if (json.has("Validation")) {
      validation(json.at("Validation"), sheet);
    } else if (json.has("Entry")) {
      sheet.line("");
      sheet.line("This record was not verified. Pass '--verify k51...' to verify.");
    }
    dump(json, sheet);
  }

  private static void row(List<List<String>> rows, String name, Optional<String> value) {
    value.ifPresent(text -> rows.add(List.of(name, text)));
  }

  private static Optional<BigInteger> number(Fields json, String name) {
    return json.at(name).json() instanceof Number number
        ? Optional.of(new BigDecimal(number.toString()).toBigInteger())
        : Optional.empty();
  }

  private static void validation(Fields results, Sheet sheet) {
    sheet.line("");
    sheet.line("Validation results:");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Valid:", results.text("Valid").equals("yes") ? "true" : "false"));
    row(
        rows,
        "Reason:",
        results.rawText("Reason").filter(r -> !r.isEmpty()).map(Printable::escape));
    row(rows, "Name:", results.rawText("Name").map(Printable::escape));
    table(rows, " ", " ", sheet);
  }

  private static void dump(Fields json, Sheet sheet) {
    json.rawText("HexDump")
        .filter(dump -> !dump.isEmpty())
        .ifPresent(
            dump -> {
              sheet.line("");
              sheet.line("Hex Dump:");
              dump.lines().map(Printable::escape).forEach(sheet::line);
            });
  }

  private static void table(List<List<String>> rows, String indent, String gap, Sheet sheet) {
    int width = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
    for (List<String> row : rows) {
      String name = row.getFirst();
      sheet.line(indent + name + " ".repeat(width - name.length()) + gap + row.getLast());
    }
  }

  /** Nanoseconds as Go writes a duration: {@code 5m0s}, {@code 24h0m0s}, {@code 1.5s}. */
  private static String duration(BigInteger nanos) {
    if (nanos.bitLength() > Long.SIZE - 1 || nanos.signum() < 0) {
      return nanos + "ns"; // more than Go's duration holds
    }
    Duration whole = Duration.ofNanos(nanos.longValue());
    String seconds = decimal(nanos.longValue() % 60_000_000_000L, 9) + "s";
    if (whole.toHours() > 0) {
      return whole.toHours() + "h" + whole.toMinutesPart() + "m" + seconds;
    }
    if (whole.toMinutes() > 0) {
      return whole.toMinutes() + "m" + seconds;
    }
    return below(nanos.longValue(), seconds);
  }

  private static String below(long nanos, String seconds) {
    if (nanos == 0 || nanos >= 1_000_000_000L) {
      return seconds;
    }
    if (nanos >= 1_000_000) {
      return decimal(nanos, 6) + "ms";
    }
    return nanos >= 1_000 ? decimal(nanos, 3) + "µs" : nanos + "ns";
  }

  private static String decimal(long units, int digits) {
    BigDecimal number = BigDecimal.valueOf(units, digits).stripTrailingZeros();
    return number.signum() == 0 ? "0" : number.toPlainString();
  }
}
