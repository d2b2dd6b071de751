package org.trustnet.testkit.rules;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.List;

/**
 * Files, methods and parameter lists stay small. Code lines are counted: comments, imports and
 * blank lines are not.
 */
final class SizeRules {
  /** Above this a file does more than one thing. */
  static final int FILE_LINES = 500;

  /** Tests carry tables of cases. */
  static final int TEST_FILE_LINES = 1000;

  /** Above this a method cannot be read at once. */
  static final int METHOD_LINES = 60;

  /** Tests are told from beginning to end. */
  static final int TEST_METHOD_LINES = 120;

  /** Above this a record is missing. */
  static final int PARAMETERS = 6;

  private final SourceFile source;

  private SizeRules(SourceFile source) {
    this.source = source;
  }

  static void check(SourceFile source) {
    new SizeRules(source).check();
  }

  private void check() {
    boolean test = source.kind() == SourceFile.Kind.TEST;
    int fileLimit = test ? TEST_FILE_LINES : FILE_LINES;
    if (source.codeLines() > fileLimit) {
      source.report(1, Rule.FILE_SIZE, source.codeLines() + " code lines, at most " + fileLimit);
    }
    int methodLimit = test ? TEST_METHOD_LINES : METHOD_LINES;
    new Bodies(methodLimit).scan(source.unit(), null);
  }

  private final class Bodies extends TreeScanner<Void, Void> {
    private final int limit;

    Bodies(int limit) {
      this.limit = limit;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      for (Tree member : tree.getMembers()) {
        if (member instanceof BlockTree) {
          checkSize(member, "initializer");
        }
        if (member instanceof MethodTree method && tree.getKind() != Tree.Kind.RECORD) {
          checkParameters(method);
        } else if (member instanceof MethodTree method && !Names.isConstructor(method)) {
          checkParameters(method);
        }
      }
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      checkSize(tree, Names.of(tree));
      return super.visitMethod(tree, null);
    }

    private void checkSize(Tree tree, String name) {
      int size = sizeOf(tree);
      if (size > limit) {
        source.report(
            tree, Rule.METHOD_SIZE, name + " has " + size + " code lines, at most " + limit);
      }
    }

    private void checkParameters(MethodTree tree) {
      int count = tree.getParameters().size();
      if (count > PARAMETERS && !Names.overrides(tree) && !Names.takesTableRows(tree)) {
        String what = Names.of(tree) + " has " + count + " parameters, at most " + PARAMETERS;
        source.report(tree, Rule.PARAMETERS, what);
      }
    }
  }

  private int sizeOf(Tree tree) {
    Saving saving = new Saving();
    saving.scan(tree, null);
    return source.codeLines(tree) - saving.lines;
  }

  /** Lines not counted: all branches but the longest of each switch over patterns. */
  private final class Saving extends TreeScanner<Void, Void> {
    private int lines;

    @Override
    public Void visitSwitch(SwitchTree tree, Void unused) {
      return overPatterns(tree.getCases()) ? save(tree.getCases()) : super.visitSwitch(tree, null);
    }

    @Override
    public Void visitSwitchExpression(SwitchExpressionTree tree, Void unused) {
      return overPatterns(tree.getCases())
          ? save(tree.getCases())
          : super.visitSwitchExpression(tree, null);
    }

    private boolean overPatterns(List<? extends CaseTree> cases) {
      return cases.stream()
          .flatMap(each -> each.getLabels().stream())
          .anyMatch(label -> label instanceof PatternCaseLabelTree);
    }

    private Void save(List<? extends CaseTree> cases) {
      int all = cases.stream().mapToInt(source::codeLines).sum();
      int longest = cases.stream().mapToInt(SizeRules.this::sizeOf).max().orElse(0);
      lines += all - longest;
      return null;
    }
  }
}
