package org.trustnet.testkit.rules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every package of the main sources has a package-info.java that says {@code @NullMarked}. */
final class PackageRules {
  private PackageRules() {}

  static void check(List<SourceFile> sources) {
    Set<String> marked = new HashSet<>();
    Map<String, SourceFile> packages = new HashMap<>();
    for (SourceFile each : sources) {
      if (each.kind() == SourceFile.Kind.MAIN) {
        packages.putIfAbsent(each.packageName(), each);
        if (isMarked(each)) {
          marked.add(each.packageName());
        }
      }
    }
    packages.forEach(
        (name, source) -> {
          if (!marked.contains(name)) {
            String what = name + " has no package-info.java with @NullMarked";
            source.report(1, Rule.UNMARKED_PACKAGE, what);
          }
        });
  }

  private static boolean isMarked(SourceFile source) {
    return source.unit().getPackageAnnotations().stream()
        .map(each -> each.getAnnotationType().toString())
        .anyMatch(name -> name.equals("NullMarked") || name.endsWith(".NullMarked"));
  }
}
