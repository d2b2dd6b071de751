package org.trustnet.trust.file;

import java.time.Instant;
import java.util.List;
import org.trustnet.multiformats.PeerId;

/**
 * Since when the nodes of an entry are listed and in force: what the update guard judges by.
 *
 * @param accepted when the base was last set by hand: the first file, or {@code trust accept}
 * @param spans one for each node now listed, and one for each that left within the last 48 h
 */
public record NodeHistory(Instant accepted, List<Span> spans) {
  /** Most spans: those of a full file, and of three full files that it replaced. */
  public static final int MAX_SPANS = 4 * FileLimits.MAX_NODES;

  /**
   * One node's time in the list.
   *
   * @param peer the node
   * @param listed when it was first listed, trust time
   * @param inForce from when it counts; {@link Instant#MAX} if only {@code accept} can tell
   * @param until when it left the list; {@link Instant#MAX} while it is listed
   */
  public record Span(PeerId peer, Instant listed, Instant inForce, Instant until) {
    public boolean current() {
      return until.equals(Instant.MAX);
    }

    /** Whether the node counted at {@code at}. */
    public boolean covers(Instant at) {
      return !at.isBefore(inForce) && at.isBefore(until);
    }
  }

  public NodeHistory {
    spans = List.copyOf(spans);
    if (spans.size() > MAX_SPANS) {
      throw new IllegalArgumentException(spans.size() + " spans, at most " + MAX_SPANS);
    }
  }

  /** The nodes that are listed and not yet in force at {@code now}, trust time: they are held. */
  public List<Span> waiting(Instant now) {
    return spans.stream().filter(s -> s.current() && s.inForce().isAfter(now)).toList();
  }

  /** The history of an entry's first file: all of it in force at once. */
  public static NodeHistory first(TrustFile file, Instant now) {
    return new NodeHistory(
        now, file.nodes().map(n -> new Span(n.peer(), now, now, Instant.MAX)).toList());
  }
}
