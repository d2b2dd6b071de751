package org.trustnet.testkit.rules;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/** Names say what a thing is, and shapes say what they hold. */
final class NamingRules extends TreeScanner<Void, Void> {
  private static final Pattern EMPTY_NAME = Pattern.compile("(Utils?|Helpers?|Impl|Manager)$");
  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");
  private static final Pattern SETTER = Pattern.compile("set[A-Z].*");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TO[D]O|FIX[M]E|X[X]X)\\b");

  private final SourceFile source;
  private final Set<String> protocolWords;

  private NamingRules(SourceFile source, Set<String> protocolWords) {
    this.source = source;
    this.protocolWords = protocolWords;
  }

  static void check(SourceFile source, Set<String> protocolWords) {
    new NamingRules(source, protocolWords).scan(source.unit(), null);
    Matcher marker = UNFINISHED.matcher(source.text());
    while (marker.find()) {
      long line = source.unit().getLineMap().getLineNumber(marker.start());
      source.report(line, Rule.UNFINISHED, marker.group());
    }
  }

  @Override
  public Void visitClass(ClassTree tree, Void unused) {
    String name = tree.getSimpleName().toString();
    if (EMPTY_NAME.matcher(name).find() && !name.equals("ConnectionManager")) {
      source.report(tree, Rule.TYPE_NAME, name + " says nothing: name what it is");
    }
    boolean record = tree.getKind() == Tree.Kind.RECORD;
    for (Tree member : tree.getMembers()) {
      if (record && member instanceof VariableTree field) {
        checkComponent(name, field);
      }
      if (member instanceof MethodTree method && !(record && Names.isConstructor(method))) {
        checkBooleans(method);
      }
    }
    return super.visitClass(tree, null);
  }

  private void checkComponent(String name, VariableTree field) {
    // The parsed tree of a record holds its components as fields; its other fields are static.
    boolean component = !field.getModifiers().getFlags().contains(Modifier.STATIC);
    if (component
        && field.getType() instanceof ArrayTypeTree
        && source.kind() == SourceFile.Kind.MAIN) {
      String what = name + "." + field.getName() + " is an array: equals compares identity";
      source.report(field, Rule.ARRAY_IN_RECORD, what);
    }
  }

  private void checkBooleans(MethodTree method) {
    long booleans = method.getParameters().stream().filter(NamingRules::isBoolean).count();
    if (booleans > 1 && !Names.overrides(method) && !Names.takesTableRows(method)) {
      String what = Names.of(method) + " takes " + booleans + " booleans by position";
      source.report(method, Rule.BOOLEAN_PARAMETERS, what);
    }
  }

  private static boolean isBoolean(VariableTree parameter) {
    return parameter.getType() instanceof PrimitiveTypeTree type
        && type.getPrimitiveTypeKind() == TypeKind.BOOLEAN;
  }

  @Override
  public Void visitMethod(MethodTree tree, Void unused) {
    String name = tree.getName().toString();
    int parameters = tree.getParameters().size();
    boolean getter = parameters == 0 && GETTER.matcher(name).matches();
    boolean setter = parameters == 1 && SETTER.matcher(name).matches();
    if ((getter || setter) && !Names.overrides(tree) && !protocolWords.contains(name)) {
      source.report(tree, Rule.BEAN_ACCESSOR, name + " is a bean accessor on our own type");
    }
    return super.visitMethod(tree, null);
  }

  @Override
  public Void visitAnnotation(AnnotationTree tree, Void unused) {
    String name = tree.getAnnotationType().toString();
    if (name.equals("Disabled") || name.endsWith(".Disabled")) {
      source.report(tree, Rule.UNFINISHED, "@Disabled");
    }
    return super.visitAnnotation(tree, null);
  }
}
