package org.trustnet.testkit.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The house rules as tests. A module's {@code ArchitectureTest} extends this, names its root
 * package and gives its exceptions; Maven runs tests in the module's directory, which is where
 * sources and classes are looked for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseRules {
  private static final Path MODULE = Path.of("");

  private List<Violation> violations = List.of();
  private JavaClasses classes = ArchitectureRules.none();

  /** The package all of the module's packages are under. */
  protected abstract String rootPackage();

  /** Adds the module's exceptions; each must be needed. */
  protected void exceptions(SourceRules rules) {}

  /** What the module's classes may not do, besides forming cycles. */
  protected List<ArchRule> architecture() {
    return List.of();
  }

  @BeforeAll
  final void readSourcesAndClasses() {
    SourceRules rules = SourceRules.of(MODULE);
    exceptions(rules);
    if (rules.fileCount() == 0) {
      throw new AssertionError("no sources found under " + MODULE.toAbsolutePath());
    }
    violations = rules.check();
    classes = ArchitectureRules.read(MODULE);
  }

  @Test
  final void keepsFilesMethodsAndParameterListsSmall() {
    verify(Rule.Group.SIZE);
  }

  @Test
  final void namesThingsPlainlyAndLeavesNothingUnfinished() {
    verify(Rule.Group.NAMING);
  }

  @Test
  final void usesTimeRandomnessThreadsAndConsoleOnlyAtTheEdges() {
    verify(Rule.Group.EDGES);
  }

  @Test
  final void marksEveryPackageAgainstNulls() {
    verify(Rule.Group.PACKAGES);
  }

  @Test
  final void givesNoExceptionThatIsNotNeeded() {
    verify(Rule.Group.EXCEPTIONS);
  }

  @Test
  final void hasNoPackageCycles() {
    ArchitectureRules.noCyclesUnder(rootPackage()).check(classes);
  }

  @Test
  final void dependsOnlyOnWhatTheArchitectureAllows() {
    architecture().forEach(rule -> rule.check(classes));
  }

  private void verify(Rule.Group group) {
    String lines =
        violations.stream()
            .filter(each -> each.rule().group() == group)
            .map(Violation::toString)
            .collect(Collectors.joining("\n"));
    if (!lines.isEmpty()) {
      throw new AssertionError("house rules broken:\n" + lines);
    }
  }
}
