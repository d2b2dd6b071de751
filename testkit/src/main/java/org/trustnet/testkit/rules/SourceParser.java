package org.trustnet.testkit.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Parses sources with the running JDK's javac; nothing is resolved, so no class path is needed. */
final class SourceParser {
  /** A source before it is parsed. */
  record Text(String file, SourceFile.Kind kind, String text) {}

  private SourceParser() {}

  /** All in one task: each task would look through the whole class path anew. */
  static List<SourceFile> parse(List<Text> texts) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    // By address, because javac hands back wrappers of the files it was given.
    Map<URI, Text> byAddress = new HashMap<>();
    List<InMemory> units = texts.stream().map(InMemory::new).toList();
    units.forEach(each -> byAddress.put(each.toUri(), each.source));
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, problems, List.of("-proc:none"), null, units);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    try {
      Map<URI, SourceFile> parsed = new LinkedHashMap<>();
      for (CompilationUnitTree unit : task.parse()) {
        URI address = unit.getSourceFile().toUri();
        Text text = Objects.requireNonNull(byAddress.get(address));
        parsed.put(address, new SourceFile(text, unit, positions));
      }
      problems.getDiagnostics().forEach(each -> report(each, parsed));
      return List.copyOf(parsed.values());
    } catch (IOException e) {
      throw new UncheckedIOException("sources in memory cannot fail to be read", e);
    }
  }

  private static void report(
      Diagnostic<? extends JavaFileObject> problem, Map<URI, SourceFile> parsed) {
    if (problem.getKind() == Diagnostic.Kind.ERROR && problem.getSource() != null) {
      SourceFile source = Objects.requireNonNull(parsed.get(problem.getSource().toUri()));
      source.report(problem.getLineNumber(), Rule.SYNTAX, problem.getMessage(Locale.ROOT));
    }
  }

  private static final class InMemory extends SimpleJavaFileObject {
    private final Text source;

    InMemory(Text source) {
      super(URI.create("memory:///" + source.file()), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source.text();
    }
  }
}
