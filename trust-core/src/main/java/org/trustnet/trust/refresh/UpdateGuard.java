package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.file.NodeHistory.Span;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.life.Epoch;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.model.UpdatePolicy;

/**
 * Holds an update that changes much at once: removals apply, each node that is not in the base
 * waits for 48 h or for {@code trust accept}. Trust model, section 4.
 */
public final class UpdateGuard {
  /** How long a node waits, and how long ago the base is. */
  public static final Duration WAIT = Duration.ofDays(2);

  /** Fewer new nodes than this are never held. */
  public static final int MIN_NEW = 4;

  /** A smaller base than this is not judged by what it lost. */
  public static final int MIN_BASE = 8;

  private UpdateGuard() {}

  /**
   * What an update does.
   *
   * @param history the nodes' history with it
   * @param held whether additions wait
   */
  public record Judgement(NodeHistory history, boolean held) {}

  /**
   * Judges an update.
   *
   * @param history of the file in use
   * @param next the file that comes
   * @param now trust time
   */
  public static Judgement judge(
      NodeHistory history, TrustFile next, ListedEntry entry, Instant now) {
    Set<PeerId> base = base(history, now);
    Map<PeerId, Span> current = current(history);
    Set<PeerId> listed = new HashSet<>();
    next.nodes().forEach(n -> listed.add(n.peer()));
    boolean ask = entry.update() == UpdatePolicy.ASK;
    boolean held = ask ? !current.keySet().containsAll(listed) : tooMuch(base, listed, entry);
    List<Span> spans = new ArrayList<>(left(history, listed, now));
    for (PeerId peer : listed) {
      Span span = current.getOrDefault(peer, new Span(peer, now, now, Instant.MAX));
      boolean waits = held && !base.contains(peer) && (!ask || !current.containsKey(peer));
      spans.add(waits ? waiting(span, ask) : span);
    }
    return new Judgement(new NodeHistory(history.accepted(), bounded(spans)), held);
  }

  /** {@code trust accept}: every listed node counts, and is the base from now on. */
  public static NodeHistory accept(NodeHistory history, Instant now) {
    List<Span> spans = new ArrayList<>();
    for (Span span : history.spans()) {
      if (span.current()) {
        Instant from = span.inForce().isAfter(now) ? now : span.inForce();
        spans.add(new Span(span.peer(), span.listed(), from, Instant.MAX));
      }
    }
    return new NodeHistory(now, spans);
  }

  /** The nodes in force 48 h ago, or at the last accept if that is later. */
  static Set<PeerId> base(NodeHistory history, Instant now) {
    Instant ago = now.minus(WAIT);
    Instant at = history.accepted().isAfter(ago) ? history.accepted() : ago;
    Set<PeerId> base = new HashSet<>();
    for (Span span : history.spans()) {
      if (span.covers(at)) {
        base.add(span.peer());
      }
    }
    return base;
  }

  private static boolean tooMuch(Set<PeerId> base, Set<PeerId> listed, ListedEntry entry) {
    if (entry.update() == UpdatePolicy.AUTO || !entry.level().atLeast(TrustLevel.TRUSTED)) {
      return false;
    }
    long fresh = listed.stream().filter(p -> !base.contains(p)).count();
    long lost = base.stream().filter(p -> !listed.contains(p)).count();
    return (2 * fresh > listed.size() && fresh >= MIN_NEW)
        || (base.size() >= MIN_BASE && 2 * lost > base.size());
  }

  /** What a node's time becomes if it waits; nobody's 48 h get shorter. */
  private static Span waiting(Span span, boolean ask) {
    Instant due = ask ? Instant.MAX : Epoch.plus(span.listed(), WAIT);
    Instant from = due.isAfter(span.inForce()) ? due : span.inForce();
    return new Span(span.peer(), span.listed(), from, Instant.MAX);
  }

  private static Map<PeerId, Span> current(NodeHistory history) {
    Map<PeerId, Span> current = new HashMap<>();
    for (Span span : history.spans()) {
      if (span.current()) {
        current.put(span.peer(), span);
      }
    }
    return current;
  }

  /** The spans of nodes that are not listed any more and may still be in the base. */
  private static List<Span> left(NodeHistory history, Set<PeerId> listed, Instant now) {
    List<Span> left = new ArrayList<>();
    Instant ago = now.minus(WAIT);
    for (Span span : history.spans()) {
      if (!span.current() && span.until().isAfter(ago)) {
        left.add(span);
      } else if (span.current() && !listed.contains(span.peer()) && span.inForce().isBefore(now)) {
        left.add(new Span(span.peer(), span.listed(), span.inForce(), now));
      }
    }
    return left;
  }

  /** Drops the nodes that left first: a node forgotten counts as new, which is the safe side. */
  private static List<Span> bounded(List<Span> spans) {
    if (spans.size() <= NodeHistory.MAX_SPANS) {
      return spans;
    }
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparing(Span::until).reversed());
    return sorted.subList(0, NodeHistory.MAX_SPANS);
  }
}
