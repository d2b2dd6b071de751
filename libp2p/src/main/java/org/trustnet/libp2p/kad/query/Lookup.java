package org.trustnet.libp2p.kad.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.PeerId;

/**
 * The iterative walk towards a key, ipfs/specs kad-dht.md "Lookup process", as a machine: whoever
 * drives it calls {@link #next} until it says {@link Step.Wait}, asks the peers that it names, and
 * tells what came of each.
 *
 * <ol>
 *   <li>Walk: of the nearest known peers that were not asked yet, up to alpha are asked at once. It
 *       ends when the beta nearest that are not failing have answered, or nobody is left to ask.
 *   <li>Follow-up: all of the nearest k that have not answered are asked, those without an answer
 *       again, until each has answered or used up its attempts; a peer that is given up makes room
 *       for the next one.
 * </ol>
 *
 * <p>What it is told of peers must have passed {@link ResponseFilter}. For one thread. Times are
 * nanoseconds of one monotonic clock.
 */
public final class Lookup {
  /**
   * Most peers remembered: the walk needs the nearest few dozen; of more the farthest are
   * forgotten.
   */
  public static final int MAX_KNOWN = 400;

  /**
   * Most requests of one lookup: an honest one takes 30 to 60; who invents ever nearer peers must
   * not keep it going.
   */
  public static final int MAX_ASKED = 300;

  /** What the driver does next. */
  public sealed interface Step {
    /** Ask this peer, and go on calling {@link Lookup#next}. */
    record Ask(PeerInfo peer) implements Step {}

    /**
     * Nothing to do until an answer comes or {@code untilNanos} is reached.
     *
     * @param untilNanos when {@link Lookup#next} is to be called at the latest
     */
    record Wait(long untilNanos) implements Step {}

    /** The lookup is over. */
    record Done(Result result) implements Step {}
  }

  /**
   * What a lookup found.
   *
   * @param closest the nearest peers that answered, nearest first, at most k
   * @param asked how many requests were made
   * @param end why it is over
   */
  public record Result(List<PeerInfo> closest, int asked, End end) {
    public Result {
      closest = List.copyOf(closest);
    }
  }

  /** Why a lookup is over. */
  public enum End {
    /** The nearest k known peers have answered. */
    COMPLETED,
    /** There was nobody to ask at all, or nobody answered. */
    NO_PEERS,
    /** {@link Lookup#MAX_ASKED} requests were made: someone makes up peers. */
    EXHAUSTED,
    /** {@link Lookup#stop} was called. */
    STOPPED
  }

  /** How asking a peer failed. */
  public enum Failure {
    /** It cannot be dialled or does not speak the protocol: it is not asked again. */
    UNREACHABLE,
    /** It did not answer in time, or not sensibly: it may be asked again if it matters. */
    NO_ANSWER
  }

  private enum State {
    HEARD,
    WAITING,
    ANSWERED,
    /** Without an answer so far, with attempts left. */
    DOUBTFUL,
    GONE
  }

  private static final class Known {
    final PeerInfo peer;
    final KadKey place;
    State state = State.HEARD;
    int attempts;
    long deadlineNanos;

    Known(PeerInfo peer, KadKey place) {
      this.peer = peer;
      this.place = place;
    }
  }

  private final KadKey target;
  private final PeerId self;
  private final LookupConfig config;
  private final List<Known> byDistance = new ArrayList<>();
  private final Map<PeerId, Known> byId = new HashMap<>();
  private final List<Known> flying = new ArrayList<>();
  private int asked;
  private boolean followingUp;
  private boolean stopped;

  /** A lookup that starts from {@code seeds}, the nearest peers of the routing table. */
  public Lookup(KadKey target, PeerId self, LookupConfig config, List<PeerInfo> seeds) {
    this.target = target;
    this.self = self;
    this.config = config;
    seeds.forEach(this::hear);
  }

  /** What to do now. Answers that took too long are given up first. */
  public Step next(long now) {
    expire(now);
    if (stopped) {
      return done(End.STOPPED);
    }
    if (!followingUp && walkIsOver()) {
      followingUp = true;
    }
    Known next = followingUp ? nextOfFollowUp() : nextOfWalk();
    if (next != null && asked >= MAX_ASKED) {
      return done(End.EXHAUSTED);
    }
    if (next != null) {
      return ask(next, now);
    }
    if (!flying.isEmpty() && !isDone()) {
      return new Step.Wait(firstDeadline());
    }
    return done(answeredClosest().isEmpty() ? End.NO_PEERS : End.COMPLETED);
  }

  private Step.Ask ask(Known next, long now) {
    next.state = State.WAITING;
    next.attempts++;
    next.deadlineNanos = now + config.timeout().toNanos();
    flying.add(next);
    asked++;
    return new Step.Ask(next.peer);
  }

  /** The peer answered and named these peers as nearer ones. */
  public void onResponse(PeerId from, List<PeerInfo> closer) {
    Known known = byId.get(from);
    if (known == null || known.state != State.WAITING) {
      return;
    }
    flying.remove(known);
    known.state = State.ANSWERED;
    closer.forEach(this::hear);
  }

  /** Asking the peer failed. */
  public void onFailure(PeerId peer, Failure failure) {
    Known known = byId.get(peer);
    if (known != null && known.state == State.WAITING) {
      fail(known, failure);
    }
  }

  /** Ends the lookup: what is wanted was found. */
  public void stop() {
    stopped = true;
  }

  /** The nearest peers that have answered so far. */
  public List<PeerInfo> answeredClosest() {
    return byDistance.stream()
        .filter(known -> known.state == State.ANSWERED)
        .limit(config.k())
        .map(known -> known.peer)
        .toList();
  }

  /** How many peers were asked without an answer by now. */
  public int inFlight() {
    return flying.size();
  }

  private Step.Done done(End end) {
    return new Step.Done(new Result(answeredClosest(), asked, end));
  }

  private void expire(long now) {
    for (int i = flying.size() - 1; i >= 0; i--) {
      if (flying.get(i).deadlineNanos - now <= 0) {
        fail(flying.get(i), Failure.NO_ANSWER);
      }
    }
  }

  private void fail(Known known, Failure failure) {
    flying.remove(known);
    boolean again = failure == Failure.NO_ANSWER && known.attempts < config.attempts();
    known.state = again ? State.DOUBTFUL : State.GONE;
  }

  /** Whether the beta nearest peers that are not failing have answered, or nobody is left. */
  private boolean walkIsOver() {
    int answered = 0;
    for (Known known : byDistance) {
      if (known.state == State.HEARD || known.state == State.WAITING) {
        return false;
      }
      if (known.state == State.ANSWERED && ++answered >= config.beta()) {
        return true;
      }
    }
    return true;
  }

  private @Nullable Known nextOfWalk() {
    return flying.size() >= config.alpha() ? null : firstOf(k -> k.state == State.HEARD);
  }

  /** The first of the nearest k, those given up not counted, that is to be asked (again). */
  private @Nullable Known nextOfFollowUp() {
    if (flying.size() >= config.alpha() + config.k()) {
      return null;
    }
    int counted = 0;
    for (Known known : byDistance) {
      if (known.state == State.HEARD || known.state == State.DOUBTFUL) {
        return known;
      }
      if (known.state != State.GONE && ++counted >= config.k()) {
        return null;
      }
    }
    return null;
  }

  /** Whether, in the follow-up, nobody among the nearest k is still being waited for. */
  private boolean isDone() {
    if (!followingUp) {
      return false;
    }
    int counted = 0;
    for (Known known : byDistance) {
      if (known.state == State.WAITING) {
        return false;
      }
      if (known.state == State.ANSWERED && ++counted >= config.k()) {
        return true;
      }
    }
    return true;
  }

  private @Nullable Known firstOf(Predicate<Known> wanted) {
    for (Known known : byDistance) {
      if (wanted.test(known)) {
        return known;
      }
    }
    return null;
  }

  private long firstDeadline() {
    return flying.stream()
        .mapToLong(known -> known.deadlineNanos)
        .reduce((a, b) -> a - b <= 0 ? a : b)
        .orElseThrow();
  }

  private void hear(PeerInfo peer) {
    if (peer.id().equals(self) || byId.containsKey(peer.id())) {
      return;
    }
    KadKey place = KadKey.of(peer.id());
    int slot = slotFor(place);
    if (byDistance.size() >= MAX_KNOWN) {
      Known farthest = byDistance.getLast();
      if (slot == byDistance.size() || farthest.state == State.WAITING) {
        return;
      }
      byDistance.removeLast();
      byId.remove(farthest.peer.id());
    }
    Known known = new Known(peer, place);
    byDistance.add(slot, known);
    byId.put(peer.id(), known);
  }

  private int slotFor(KadKey place) {
    int low = 0;
    int high = byDistance.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (target.compareDistance(byDistance.get(middle).place, place) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
