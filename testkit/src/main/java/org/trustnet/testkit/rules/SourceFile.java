package org.trustnet.testkit.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import java.util.ArrayList;
import java.util.List;

/** One parsed source and what the rules ask of it. */
final class SourceFile {
  /** Which rules apply: some are for production code only, and tests may be longer. */
  enum Kind {
    MAIN,
    TEST
  }

  private final String file;
  private final Kind kind;
  private final String text;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final CodeLines codeLines;
  private final List<Violation> violations = new ArrayList<>();

  SourceFile(SourceParser.Text source, CompilationUnitTree unit, SourcePositions positions) {
    this.file = source.file();
    this.kind = source.kind();
    this.text = source.text();
    this.unit = unit;
    this.positions = positions;
    this.codeLines = CodeLines.of(text);
    for (ImportTree each : unit.getImports()) {
      codeLines.drop(firstLine(each), lastLine(each));
    }
  }

  Kind kind() {
    return kind;
  }

  String text() {
    return text;
  }

  CompilationUnitTree unit() {
    return unit;
  }

  /** Package and base name of the file, by which exceptions name it. */
  String className() {
    String base = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.java$", "");
    return packageName().isEmpty() ? base : packageName() + "." + base;
  }

  String packageName() {
    return unit.getPackage() == null ? "" : unit.getPackage().getPackageName().toString();
  }

  int codeLines() {
    return codeLines.count();
  }

  int codeLines(Tree tree) {
    return codeLines.count(firstLine(tree), lastLine(tree));
  }

  long firstLine(Tree tree) {
    return lineOf(positions.getStartPosition(unit, tree));
  }

  private long lastLine(Tree tree) {
    return lineOf(positions.getEndPosition(unit, tree) - 1);
  }

  private long lineOf(long position) {
    return position < 0 ? 1 : unit.getLineMap().getLineNumber(position);
  }

  void report(Tree where, Rule rule, String what) {
    report(firstLine(where), rule, what);
  }

  void report(long line, Rule rule, String what) {
    violations.add(new Violation(file, line, className(), rule, what));
  }

  List<Violation> violations() {
    return violations;
  }
}
