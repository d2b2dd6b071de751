package org.trustnet.testkit.rules;

import com.sun.source.tree.MethodTree;

/** Questions about a method's name and annotations. */
final class Names {
  private Names() {}

  static boolean isConstructor(MethodTree method) {
    return method.getName().contentEquals("<init>");
  }

  static String of(MethodTree method) {
    return isConstructor(method) ? "constructor" : method.getName().toString();
  }

  static boolean overrides(MethodTree method) {
    return isAnnotated(method, "Override");
  }

  /**
   * Whether its parameters are the columns of a table of cases, not something a caller mixes up.
   */
  static boolean takesTableRows(MethodTree method) {
    return isAnnotated(method, "ParameterizedTest");
  }

  private static boolean isAnnotated(MethodTree method, String annotation) {
    return method.getModifiers().getAnnotations().stream()
        .map(each -> each.getAnnotationType().toString())
        .anyMatch(name -> name.equals(annotation) || name.endsWith("." + annotation));
  }
}
