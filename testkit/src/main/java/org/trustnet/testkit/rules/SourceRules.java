package org.trustnet.testkit.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lint over a module's sources: sizes, names, bans, package marks. Exceptions are given by
 * class name and rule, each with a reason; one that excuses nothing is a violation.
 *
 * <p>Not thread-safe; set it up and check on one thread.
 */
public final class SourceRules {
  private record Allowance(String className, Rule rule, String reason) {}

  private final List<SourceParser.Text> texts = new ArrayList<>();
  private final List<Allowance> allowances = new ArrayList<>();
  private final Set<String> protocolWords = new HashSet<>();

  private SourceRules() {}

  /**
   * Rules for the module in this directory: reads {@code src/main/java} and {@code src/test/java},
   * either of which may be missing.
   */
  public static SourceRules of(Path module) {
    SourceRules rules = new SourceRules();
    rules.read(module, "src/main/java", SourceFile.Kind.MAIN);
    rules.read(module, "src/test/java", SourceFile.Kind.TEST);
    return rules;
  }

  /** Rules with no sources yet. */
  static SourceRules empty() {
    return new SourceRules();
  }

  SourceRules add(SourceParser.Text text) {
    texts.add(text);
    return this;
  }

  /**
   * Lets one file break some rules.
   *
   * @param className package and base name of the file, e.g. {@code org.trustnet.cli.Main}
   * @param reason why it is right there; must not be blank
   * @param rules the rules it may break
   */
  public SourceRules allow(String className, String reason, Rule... rules) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an exception for " + className + " needs a reason");
    }
    for (Rule rule : rules) {
      allowances.add(new Allowance(className, rule, reason));
    }
    return this;
  }

  /** Lets methods carry the protocol's own words although they read like bean accessors. */
  public SourceRules protocolWords(String... methods) {
    protocolWords.addAll(List.of(methods));
    return this;
  }

  /** How many source files are looked at. */
  public int fileCount() {
    return texts.size();
  }

  /** All violations, in the order of files and lines; empty when the house is in order. */
  public List<Violation> check() {
    List<SourceFile> sources = SourceParser.parse(texts);
    for (SourceFile each : sources) {
      SizeRules.check(each);
      NamingRules.check(each, protocolWords);
      BanRules.check(each);
    }
    PackageRules.check(sources);
    List<Violation> found =
        sources.stream().map(SourceFile::violations).flatMap(Collection::stream).toList();
    return withoutAllowed(found);
  }

  private List<Violation> withoutAllowed(List<Violation> found) {
    List<Violation> left = new ArrayList<>(found);
    for (Allowance each : allowances) {
      boolean used =
          left.removeIf(v -> v.className().equals(each.className()) && v.rule() == each.rule());
      if (!used) {
        String what = each.className() + " does not need its exception from " + each.rule().label();
        left.add(new Violation("ArchitectureTest", 1, "", Rule.UNUSED_EXCEPTION, what));
      }
    }
    left.sort(Comparator.comparing(Violation::file).thenComparingLong(Violation::line));
    return left;
  }

  private void read(Path module, String root, SourceFile.Kind kind) {
    Path start = module.resolve(root);
    if (!Files.isDirectory(start)) {
      return;
    }
    try (Stream<Path> files = Files.walk(start)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
        String name = module.relativize(file).toString().replace('\\', '/');
        texts.add(new SourceParser.Text(name, kind, Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sources under " + start, e);
    }
  }
}
