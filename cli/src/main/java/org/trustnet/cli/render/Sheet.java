package org.trustnet.cli.render;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;

/** Where a renderer writes, and which options the user gave. */
public abstract class Sheet {
  /** Most rows that are aligned with each other; long tables are aligned in pieces. */
  static final int ALIGNED = 1_000;

  private final Map<String, String> options;
  private final List<List<String>> rows = new ArrayList<>();
  private String last = "";
  private String section = "";

  protected Sheet(Map<String, String> options) {
    this.options = Map.copyOf(options);
  }

  /** Writes a line to standard output; {@code text} is escaped already. */
  public abstract void line(String text);

  /** Writes bytes to standard output as they are. */
  public abstract void raw(Bytes bytes);

  /** Says on standard error what is no part of the answer; {@code text} is escaped already. */
  public abstract void note(String text);

  /** Says how far it is, where somebody can see it. */
  public abstract void progress(String text);

  /** A line that is written at the end unless another takes its place. */
  final void lastly(String text) {
    last = text;
  }

  /**
   * A row of a table that comes row by row: at most {@link #ALIGNED} rows are held back to align
   * their columns.
   */
  final void row(List<String> cells) {
    rows.add(cells);
    if (rows.size() == ALIGNED) {
      flush();
    }
  }

  private void flush() {
    List<List<String>> held = List.copyOf(rows);
    rows.clear();
    table(held);
  }

  /** What follows stands under {@code heading}, which is written when another one was before. */
  final void section(String heading) {
    if (!heading.equals(section)) {
      flush();
      line(heading);
      section = heading;
    }
  }

  /** The answer is over. */
  public final void end() {
    flush();
    if (!last.isEmpty()) {
      line(last);
    }
  }

  final boolean flag(String name) {
    return "true".equals(options.get(name));
  }

  /** The option's value, if it was given. */
  final Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  final void text(String text) {
    raw(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes rows with their columns aligned; cells that are empty in all rows are left out. */
  final void table(List<List<String>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        if (widths[i] > 0) {
          cells.add(row.get(i) + " ".repeat(widths[i] - row.get(i).length()));
        }
      }
      line(String.join("  ", cells).stripTrailing());
    }
  }
}
