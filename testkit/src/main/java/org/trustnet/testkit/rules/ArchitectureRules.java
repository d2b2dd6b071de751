package org.trustnet.testkit.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules over compiled classes: who may know whom. */
public final class ArchitectureRules {
  private ArchitectureRules() {}

  /** The main classes of the module in this directory; none if it has no main sources. */
  public static JavaClasses read(Path module) {
    Path classes = module.resolve("target/classes");
    return Files.isDirectory(classes) ? new ClassFileImporter().importPath(classes) : none();
  }

  /** No classes at all. */
  static JavaClasses none() {
    return new ClassFileImporter().importClasses(List.of());
  }

  /** No two packages under the root, the root itself included, depend on each other in a circle. */
  public static ArchRule noCyclesUnder(String root) {
    return slices()
        .assignedFrom(new PackagesUnder(root))
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  /**
   * Netty's channels and handlers are seen only by classes named {@code …Handler} and by the wire
   * packages given (patterns such as {@code ..libp2p.transport..}).
   */
  public static ArchRule nettyChannelsOnlyInHandlersAnd(String... wirePackages) {
    return noClasses()
        .that(liveOutside(wirePackages))
        .and(areNotHandlers())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..")
        .allowEmptyShould(true);
  }

  /** No class depends on these packages, e.g. {@code org.rocksdb..}. */
  public static ArchRule nothingFrom(String... packages) {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true);
  }

  /**
   * No class depends on these packages, save for the types given by full name, e.g. {@code
   * java.net.URI}, which only parses text.
   */
  public static ArchRule nothingFromExcept(Set<String> pureTypes, String... packages) {
    return noClasses()
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(packages)
                .and(
                    DescribedPredicate.describe(
                        "are not " + pureTypes, each -> !pureTypes.contains(each.getName()))))
        .allowEmptyShould(true);
  }

  /** Only these packages depend on the library's packages. */
  public static ArchRule onlyIn(String ownPackage, String... libraryPackages) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ownPackage)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraryPackages)
        .allowEmptyShould(true);
  }

  /**
   * No public type outside the internal packages names a type of the library in a public or
   * protected signature: super types, fields, parameters, results, exceptions, type arguments.
   */
  public static ArchRule noSignatureNames(String libraryPrefix, String... internalPackages) {
    return classes()
        .that(liveOutside(internalPackages))
        .and(arePublicAllTheWay())
        .should(new NotExpose(libraryPrefix))
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> liveOutside(String... packages) {
    if (packages.length == 0) {
      return DescribedPredicate.alwaysTrue();
    }
    return DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages));
  }

  private static DescribedPredicate<JavaClass> areNotHandlers() {
    return DescribedPredicate.describe(
        "are no handlers", each -> !outermost(each).getSimpleName().endsWith("Handler"));
  }

  private static DescribedPredicate<JavaClass> arePublicAllTheWay() {
    return DescribedPredicate.describe("are public", ArchitectureRules::isReachable);
  }

  private static boolean isReachable(JavaClass type) {
    return isOpen(type)
        && type.getEnclosingClass().map(ArchitectureRules::isReachable).orElse(true);
  }

  private static boolean isOpen(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        || type.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass current = type;
    while (current.getEnclosingClass().isPresent()) {
      current = current.getEnclosingClass().get();
    }
    return current;
  }

  private static final class PackagesUnder implements SliceAssignment {
    private final String root;

    PackagesUnder(String root) {
      this.root = root;
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      boolean inside = name.equals(root) || name.startsWith(root + ".");
      return inside ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages under " + root;
    }
  }

  private static final class NotExpose extends ArchCondition<JavaClass> {
    private final String prefix;

    NotExpose(String prefix) {
      super("not name " + prefix + " in a public signature");
      this.prefix = prefix;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      Set<JavaType> parents =
          Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
              .collect(Collectors.toSet());
      report(type, type.getName(), parents.stream(), events);
      type.getFields().stream()
          .filter(NotExpose::isOpen)
          .forEach(each -> report(type, each.getFullName(), types(each), events));
      type.getCodeUnits().stream()
          .filter(NotExpose::isOpen)
          .forEach(each -> report(type, each.getFullName(), types(each), events));
    }

    private static boolean isOpen(JavaMember member) {
      return member.getModifiers().contains(JavaModifier.PUBLIC)
          || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> types(JavaField field) {
      return Stream.of(field.getType());
    }

    private static Stream<JavaType> types(JavaCodeUnit unit) {
      Stream<JavaType> results = Stream.of(unit.getReturnType());
      Stream<JavaType> parameters = unit.getParameterTypes().stream();
      Stream<JavaType> thrown = unit.getExceptionTypes().stream().map(JavaType.class::cast);
      return Stream.of(results, parameters, thrown).flatMap(each -> each);
    }

    private void report(
        JavaClass owner, String where, Stream<JavaType> named, ConditionEvents events) {
      named
          .flatMap(each -> each.getAllInvolvedRawTypes().stream())
          .map(JavaClass::getName)
          .filter(name -> name.startsWith(prefix))
          .distinct()
          .forEach(
              name -> events.add(SimpleConditionEvent.violated(owner, where + " names " + name)));
    }
  }
}
