package org.trustnet.testkit.rules;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Time, randomness, threads and the console are used only at the edges. The trees carry no types,
 * so a call is known by the last two parts of its name; static imports and method references of the
 * same names are caught too.
 */
final class BanRules extends TreeScanner<Void, Void> {
  private static final Map<String, Rule> MEMBERS =
      Map.ofEntries(
          Map.entry("Thread.sleep", Rule.SLEEP),
          Map.entry("System.currentTimeMillis", Rule.WALL_CLOCK),
          Map.entry("Clock.systemUTC", Rule.WALL_CLOCK),
          Map.entry("Clock.systemDefaultZone", Rule.WALL_CLOCK),
          Map.entry("InstantSource.system", Rule.WALL_CLOCK),
          Map.entry("System.nanoTime", Rule.NANO_TIME),
          Map.entry("Math.random", Rule.RANDOMNESS),
          Map.entry("ThreadLocalRandom.current", Rule.RANDOMNESS),
          Map.entry("Executors.newCachedThreadPool", Rule.UNBOUNDED_POOL),
          Map.entry("Executors.newFixedThreadPool", Rule.UNBOUNDED_POOL),
          Map.entry("Executors.newSingleThreadExecutor", Rule.UNBOUNDED_POOL),
          Map.entry("System.out", Rule.CONSOLE),
          Map.entry("System.err", Rule.CONSOLE));

  /** Banned without arguments only: with a clock as argument they are pure. */
  private static final Map<String, Rule> NOW =
      Map.of(
          "Instant.now", Rule.WALL_CLOCK,
          "LocalDate.now", Rule.WALL_CLOCK,
          "LocalDateTime.now", Rule.WALL_CLOCK,
          "OffsetDateTime.now", Rule.WALL_CLOCK,
          "ZonedDateTime.now", Rule.WALL_CLOCK);

  /** Banned without arguments: a seed or a capacity is missing. */
  private static final Map<String, Rule> EMPTY_CONSTRUCTORS =
      Map.of(
          "Random", Rule.RANDOMNESS,
          "LinkedBlockingQueue", Rule.UNBOUNDED_QUEUE,
          "LinkedBlockingDeque", Rule.UNBOUNDED_QUEUE);

  /** Banned always: these have no capacity at all. */
  private static final Set<String> UNBOUNDED_QUEUES =
      Set.of("ConcurrentLinkedQueue", "ConcurrentLinkedDeque", "LinkedTransferQueue");

  private static final Set<String> TIME_UNITS =
      Set.of("NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS", "MINUTES", "HOURS", "DAYS");

  private final SourceFile source;

  private BanRules(SourceFile source) {
    this.source = source;
  }

  static void check(SourceFile source) {
    new BanRules(source).scan(source.unit(), null);
  }

  @Override
  public Void visitImport(ImportTree tree, Void unused) {
    if (tree.isStatic() && tree.getQualifiedIdentifier() instanceof MemberSelectTree member) {
      String name = lastTwo(member.getExpression(), member.getIdentifier().toString());
      ban(tree, NOW.get(name), "import static " + name);
    }
    return super.visitImport(tree, null);
  }

  @Override
  public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
    String name = lastTwo(tree.getExpression(), tree.getIdentifier().toString());
    ban(tree, MEMBERS.get(name), name);
    return super.visitMemberSelect(tree, null);
  }

  @Override
  public Void visitMemberReference(MemberReferenceTree tree, Void unused) {
    String owner = simpleName(tree.getQualifierExpression());
    String name = owner + "." + tree.getName();
    ban(tree, MEMBERS.get(name), name);
    ban(tree, NOW.get(name), name);
    if (tree.getMode() == MemberReferenceTree.ReferenceMode.NEW) {
      ban(tree, EMPTY_CONSTRUCTORS.get(owner), owner + "::new");
      banUnboundedQueue(tree, owner);
    }
    return super.visitMemberReference(tree, null);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree tree, Void unused) {
    if (tree.getMethodSelect() instanceof MemberSelectTree call) {
      String method = call.getIdentifier().toString();
      String name = lastTwo(call.getExpression(), method);
      if (tree.getArguments().isEmpty()) {
        ban(tree, NOW.get(name), name);
      }
      if (method.equals("sleep") && TIME_UNITS.contains(simpleName(call.getExpression()))) {
        ban(tree, Rule.SLEEP, name);
      }
      if (method.equals("printStackTrace")) {
        ban(tree, Rule.CONSOLE, method);
      }
    }
    return super.visitMethodInvocation(tree, null);
  }

  @Override
  public Void visitNewClass(NewClassTree tree, Void unused) {
    String type = simpleName(tree.getIdentifier());
    if (tree.getArguments().isEmpty()) {
      ban(tree, EMPTY_CONSTRUCTORS.get(type), "new " + type + "()");
    }
    banUnboundedQueue(tree, type);
    return super.visitNewClass(tree, null);
  }

  private void banUnboundedQueue(Tree tree, String type) {
    if (UNBOUNDED_QUEUES.contains(type)) {
      ban(tree, Rule.UNBOUNDED_QUEUE, "new " + type);
    }
  }

  private void ban(Tree where, @Nullable Rule rule, String what) {
    if (rule == null) {
      return;
    }
    boolean forMainOnly = rule == Rule.UNBOUNDED_QUEUE || rule == Rule.UNBOUNDED_POOL;
    if (!forMainOnly || source.kind() == SourceFile.Kind.MAIN) {
      source.report(where, rule, what + " outside the edges");
    }
  }

  private static String lastTwo(ExpressionTree owner, String member) {
    return simpleName(owner) + "." + member;
  }

  private static String simpleName(Tree tree) {
    return switch (tree) {
      case IdentifierTree identifier -> identifier.getName().toString();
      case MemberSelectTree select -> select.getIdentifier().toString();
      case ParameterizedTypeTree generic -> simpleName(generic.getType());
      default -> "";
    };
  }
}
