package org.trustnet.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule fails once on a planted sample and is quiet on the sample beside it. */
final class SourceRulesTest {
  private static final String MARKED =
      "@NullMarked package p; import org.jspecify.annotations.NullMarked;";

  @Test
  void countsCodeLinesWithoutCommentsImportsAndBlanks() {
    String head = "package p;\nimport java.util.List;\n\n// one\n/* two\n three */\nclass A {\n";
    String atLimit = head + "  int x;\n".repeat(497) + "}\n";
    assertThat(main(atLimit)).isEmpty();
    assertThat(main(atLimit.replace("}", "  int y;\n}")))
        .containsExactly("src/main/java/p/A.java:1 file-size: 501 code lines, at most 500");
  }

  @Test
  void letsTestsBeLonger() {
    String atLimit = "package p;\nclass A {\n" + "  int x;\n".repeat(997) + "}\n";
    assertThat(test(atLimit)).isEmpty();
    assertThat(test(atLimit.replace("}", "  int y;\n}")))
        .containsExactly("src/main/java/p/A.java:1 file-size: 1001 code lines, at most 1000");
  }

  @Test
  void isNotFooledByCommentMarksInLiterals() {
    String literal =
        "String s = \"/*\"; char c = '\\''; String t = \"\"\"\n  // \\\"\"\" /*\n  \"\"\";\n";
    assertThat(CodeLines.of(literal + "int x;\n").count()).isEqualTo(4);
  }

  @Test
  void findsMethodsOverSixtyLines() {
    String atLimit = "package p;\nclass A {\n  void m() {\n" + "    n();\n".repeat(58) + "  }\n}\n";
    assertThat(main(atLimit)).isEmpty();
    String over = atLimit.replaceFirst("    n\\(\\);\n", "    n();\n    n();\n");
    assertThat(main(over))
        .containsExactly("src/main/java/p/A.java:3 method-size: m has 61 code lines, at most 60");
    assertThat(test(over)).isEmpty();
    String test = "package p;\nclass A {\n  void m() {\n" + "    n();\n".repeat(119) + "  }\n}\n";
    assertThat(test(test))
        .containsExactly("src/main/java/p/A.java:3 method-size: m has 121 code lines, at most 120");
    assertThat(test(test.replaceFirst("    n\\(\\);\n", ""))).isEmpty();
  }

  @Test
  void countsSwitchesOverPatternsByTheirLongestBranch() {
    String branch = " -> {\n" + "        n();\n".repeat(30) + "      }\n";
    String method =
        "package p;\nclass A {\n  void m(Object o) {\n    switch (o) {\n      case %s%s";
    String rest = "      case %s%s      default -> {}\n    }\n  }\n}\n";
    String patterns = (method + rest).formatted("B b", branch, "C(int x)", branch);
    assertThat(main(patterns)).isEmpty();
    String constants = (method + rest).formatted("1", branch, "2", branch);
    assertThat(main(constants))
        .containsExactly("src/main/java/p/A.java:3 method-size: m has 69 code lines, at most 60");
  }

  @Test
  void countsTheLongestBranchOfAPatternSwitchWhole() {
    String branch = " -> {\n" + "        n();\n".repeat(60) + "      }\n";
    String method =
        "package p;\nclass A {\n  int m(Object o) {\n    return switch (o) {\n      case ";
    assertThat(main(method + "B b" + branch + "      case C c -> 1;\n    };\n  }\n}\n"))
        .containsExactly("src/main/java/p/A.java:3 method-size: m has 66 code lines, at most 60");
  }

  @Test
  void findsInitializersOverSixtyLines() {
    String block = "package p;\nclass A {\n  static {\n" + "    n();\n".repeat(59) + "  }\n}\n";
    assertThat(main(block))
        .containsExactly(
            "src/main/java/p/A.java:3 method-size: initializer has 61 code lines, at most 60");
  }

  @Test
  void findsTooManyParametersButNotInRecords() {
    String seven = "(int a, int b, int c, int d, int e, int f, int g)";
    assertThat(main("package p; class A { void m" + seven + " {} }"))
        .containsExactly("src/main/java/p/A.java:1 parameters: m has 7 parameters, at most 6");
    assertThat(main("package p; class A { A" + seven + " {} }")).hasSize(1);
    assertThat(main("package p; record A" + seven + " {}")).isEmpty();
    assertThat(main("package p; record A" + seven + " { A { } }")).isEmpty();
    assertThat(main("package p; class A { void m(int a, int b, int c, int d, int e, int f) {} }"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"StringUtil", "StringUtils", "TestHelper", "DialerImpl", "PeerManager"})
  void findsNamesThatSayNothing(String name) {
    assertThat(main("package p; class A { interface " + name + " {} }"))
        .singleElement()
        .asString()
        .contains(" type-name: " + name);
  }

  @Test
  void leavesTheConnectionManagerItsName() {
    assertThat(main("package p; class ConnectionManager {}")).isEmpty();
  }

  @Test
  void findsBeanAccessorsButNotOverridesAndProtocolWords() {
    assertThat(main("package p; class A { int getX() { return 1; } }"))
        .containsExactly(
            "src/main/java/p/A.java:1 bean-accessor: getX is a bean accessor on our own type");
    assertThat(main("package p; class A { void setX(int x) {} }")).hasSize(1);
    assertThat(main("package p; class A { @Override public int getX() { return 1; } }")).isEmpty();
    assertThat(main("package p; class A { int getX(int y) { return y; } int get() { return 1; } }"))
        .isEmpty();
    String protocol = "package p; class A { int getProviders() { return 1; } }";
    SourceRules rules = rules(protocol, SourceFile.Kind.MAIN).protocolWords("getProviders");
    assertThat(rules.check()).isEmpty();
  }

  @Test
  void findsBooleansToldApartByPosition() {
    assertThat(main("package p; class A { void m(boolean a, int x, boolean b) {} }"))
        .containsExactly(
            "src/main/java/p/A.java:1 boolean-parameters: m takes 2 booleans by position");
    assertThat(main("package p; class A { void m(boolean a) {} }")).isEmpty();
    assertThat(main("package p; record A(boolean a, boolean b) {}")).isEmpty();
  }

  @Test
  void letsTestsTakeTheRowsOfATable() {
    String row = "(boolean a, boolean b, int c, int d, int e, int f, int g)";
    assertThat(test("package p; class A { @ParameterizedTest void m" + row + " {} }")).isEmpty();
    assertThat(test("package p; class A { @Test void m" + row + " {} }")).hasSize(2);
  }

  @Test
  void findsArraysInRecords() {
    assertThat(main("package p; record A(byte[] key) { static final int[] TABLE = {}; }"))
        .containsExactly(
            "src/main/java/p/A.java:1 array-in-record: A.key is an array: equals compares"
                + " identity");
    assertThat(main("package p; record A(int... keys) {}")).hasSize(1);
    assertThat(main("package p; class A { byte[] key; }")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"// TO" + "DO later", "/* FIX" + "ME */", "// X" + "XX", "@Disabled"})
  void findsUnfinishedWork(String mark) {
    assertThat(test("package p;\n" + mark + "\nclass A {}"))
        .singleElement()
        .asString()
        .startsWith("src/main/java/p/A.java:2 unfinished: ");
  }

  static Stream<List<String>> bans() {
    return Stream.of(
        List.of("sleep", "Thread.sleep(1)"),
        List.of("sleep", "java.lang.Thread.sleep(1)"),
        List.of("sleep", "TimeUnit.SECONDS.sleep(1)"),
        List.of("wall-clock", "Instant.now()"),
        List.of("wall-clock", "java.time.ZonedDateTime.now()"),
        List.of("wall-clock", "System.currentTimeMillis()"),
        List.of("wall-clock", "LocalDate.now()"),
        List.of("wall-clock", "LocalDateTime.now()"),
        List.of("wall-clock", "OffsetDateTime.now()"),
        List.of("wall-clock", "Clock.systemUTC()"),
        List.of("wall-clock", "Clock.systemDefaultZone()"),
        List.of("wall-clock", "InstantSource.system()"),
        List.of("wall-clock", "f(Instant::now)"),
        List.of("nano-time", "System.nanoTime()"),
        List.of("nano-time", "f(System::nanoTime)"),
        List.of("randomness", "new Random()"),
        List.of("randomness", "f(Random::new)"),
        List.of("randomness", "Math.random()"),
        List.of("randomness", "ThreadLocalRandom.current()"),
        List.of("console", "System.out.println(1)"),
        List.of("console", "System.err.flush()"),
        List.of("console", "e.printStackTrace()"),
        List.of("unbounded-queue", "new LinkedBlockingQueue<>()"),
        List.of("unbounded-queue", "new java.util.concurrent.LinkedBlockingDeque<String>()"),
        List.of("unbounded-queue", "new ConcurrentLinkedQueue<>(many)"),
        List.of("unbounded-queue", "f(ConcurrentLinkedQueue::new)"),
        List.of("unbounded-queue", "new ConcurrentLinkedDeque<>()"),
        List.of("unbounded-queue", "new LinkedTransferQueue<>()"),
        List.of("unbounded-pool", "Executors.newCachedThreadPool()"),
        List.of("unbounded-pool", "Executors.newFixedThreadPool(2)"),
        List.of("unbounded-pool", "Executors.newSingleThreadExecutor()"));
  }

  @ParameterizedTest
  @MethodSource("bans")
  void findsWhatIsBannedOutsideTheEdges(List<String> ruleAndCode) {
    String label = ruleAndCode.get(0);
    String source = "package p;\nclass A {\n  Object o = " + ruleAndCode.get(1) + ";\n}\n";
    assertThat(main(source))
        .singleElement()
        .asString()
        .startsWith("src/main/java/p/A.java:3 " + label + ": ");
    boolean forMainOnly = label.startsWith("unbounded");
    assertThat(test(source)).hasSize(forMainOnly ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.lang.System.nanoTime", "java.time.Instant.now"})
  void findsBannedMembersImportedStatically(String member) {
    assertThat(main("package p; import static " + member + "; class A {}")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Instant.now(clock)",
        "new Random(42)",
        "new LinkedBlockingQueue<>(16)",
        "Executors.newVirtualThreadPerTaskExecutor()",
        "new ArrayBlockingQueue<>(4)",
        "queue.sleep(1)"
      })
  void isQuietAboutWhatIsBoundedOrHandedIn(String code) {
    assertThat(main("package p; class A { Object o = " + code + "; }")).isEmpty();
  }

  /** A rule that is added without a planted sample fails here until it has one. */
  @Test
  void everyRuleHasASampleInThisTest() throws IOException {
    String samples =
        Files.readString(Path.of("src/test/java/org/trustnet/testkit/rules/SourceRulesTest.java"));
    for (Rule rule : Rule.values()) {
      assertThat(samples).as(rule.name()).containsPattern("[ \"]" + rule.label() + "[:\"]");
    }
  }

  @Test
  void findsPackagesWithoutNullMark() {
    SourceRules rules = SourceRules.empty();
    rules.add(new SourceParser.Text("src/main/java/q/B.java", SourceFile.Kind.MAIN, "package q;"));
    assertThat(rules.check())
        .map(Violation::toString)
        .containsExactly(
            "src/main/java/q/B.java:1 unmarked-package: q has no package-info.java with"
                + " @NullMarked");
  }

  @Test
  void reportsSourcesThatDoNotParse() {
    assertThat(main("package p; class A { int ; }"))
        .singleElement()
        .asString()
        .startsWith("src/main/java/p/A.java:1 syntax: ");
  }

  @Test
  void excusesOneRuleInOneFileOnly() {
    String source = "package p;\nclass A { long t = System.nanoTime(); Object r = new Random(); }";
    SourceRules rules = rules(source, SourceFile.Kind.MAIN);
    rules.allow("p.A", "the clock source", Rule.NANO_TIME);
    assertThat(rules.check())
        .map(Violation::toString)
        .containsExactly("src/main/java/p/A.java:2 randomness: new Random() outside the edges");
  }

  @Test
  void reportsExceptionsThatExcuseNothing() {
    SourceRules rules = rules("package p; class A {}", SourceFile.Kind.MAIN);
    rules.allow("p.Gone", "the clock source", Rule.NANO_TIME);
    assertThat(rules.check())
        .map(Violation::toString)
        .containsExactly(
            "ArchitectureTest:1 unused-exception: p.Gone does not need its exception from"
                + " nano-time");
  }

  @Test
  void wantsAReasonForEachException() {
    SourceRules rules = SourceRules.empty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.allow("p.A", " ", Rule.SLEEP))
        .withMessageContaining("needs a reason");
  }

  @Test
  void readsMainAndTestSourcesOfAModule(@TempDir Path module) throws IOException {
    write(
        module.resolve("src/main/java/p/A.java"),
        "package p; class A { long t = System.nanoTime(); }");
    write(module.resolve("src/main/java/p/package-info.java"), MARKED);
    write(
        module.resolve("src/test/java/p/ATest.java"),
        "package p; class ATest { Random r = new Random(); }");
    assertThat(SourceRules.of(module).check())
        .map(Violation::toString)
        .containsExactly(
            "src/main/java/p/A.java:1 nano-time: System.nanoTime outside the edges",
            "src/test/java/p/ATest.java:1 randomness: new Random() outside the edges");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<String> main(String source) {
    return rules(source, SourceFile.Kind.MAIN).check().stream().map(Violation::toString).toList();
  }

  private static List<String> test(String source) {
    return rules(source, SourceFile.Kind.TEST).check().stream().map(Violation::toString).toList();
  }

  private static SourceRules rules(String source, SourceFile.Kind kind) {
    return SourceRules.empty()
        .add(new SourceParser.Text("src/main/java/p/A.java", kind, source))
        .add(
            new SourceParser.Text(
                "src/main/java/p/package-info.java", SourceFile.Kind.MAIN, MARKED));
  }
}
