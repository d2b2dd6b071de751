package org.trustnet.trust.bootstrap;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Candidate;

/**
 * Brings a node into the network in stages, and again when it has lost it. Pure; {@code now} is
 * monotonic nanoseconds. Trust model, section 8. One thread.
 */
public final class BootstrapMachine {
  /** Most connect-on-startup peers: trust model, section 10. */
  public static final int MAX_STARTUP = 128;

  /** Most remembered peers that one stage tries: what 5 s allow. */
  public static final int MAX_REMEMBERED = 64;

  /** Most candidates that one round tries: far beyond what its 40 s allow. */
  public static final int MAX_CANDIDATES = 1_024;

  /** Most peers that are counted as having answered: far more than any condition asks for. */
  public static final int MAX_ANSWERED = 4_096;

  /** Address groups that make a start without a peer allowed bootstrap one all the same. */
  public static final int WIDE = 4;

  /** How often the table is compared with what a bootstrap peer sees. */
  public static final Duration COMPARE_EVERY = Duration.ofDays(1);

  private final BootstrapConfig config;
  private final RandomGenerator random;
  private final Answered answered = new Answered();
  private final Map<PeerId, Contact.Source> open = new HashMap<>();
  private final Set<PeerId> ofStage = new HashSet<>();
  private final Deque<Contact> untried = new ArrayDeque<>();
  private final Set<PeerId> tried = new HashSet<>();
  private final Map<Contact.Source, Map<Contact.Outcome, Long>> counts =
      new EnumMap<>(Contact.Source.class);
  private BootstrapState state = BootstrapState.IDLE;
  private long until;
  private long compareAt;

  /**
   * A machine that has not started.
   *
   * @param random for the sample
   */
  public BootstrapMachine(BootstrapConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  public BootstrapState state() {
    return state;
  }

  /** How many contacts of a source ended so. */
  public long count(Contact.Source source, Contact.Outcome outcome) {
    return counts.getOrDefault(source, Map.of()).getOrDefault(outcome, 0L);
  }

  /** Takes one event. */
  public void on(BootstrapEvent event, long now, BootstrapSources sources, BootstrapEffects out) {
    if (turns(event)) {
      answered.allow(peers(sources.bootstrap()));
    }
    switch (event) {
      case BootstrapEvent.Started started -> {
        compareAt = now + COMPARE_EVERY.toNanos();
        begin(now, sources, out);
      }
      case BootstrapEvent.Woken woken -> woken(now, sources, out);
      case BootstrapEvent.Answered a -> ended(a.peer(), Contact.Outcome.ANSWERED, a.group(), out);
      case BootstrapEvent.Failed failed ->
          ended(failed.peer(), Contact.Outcome.FAILED, Optional.empty(), out);
      case BootstrapEvent.Inbound in -> met(in.peer(), Contact.Source.INBOUND, in.group(), out);
      case BootstrapEvent.Met met -> met(met.peer(), Contact.Source.MET, met.group(), out);
      case BootstrapEvent.Lost lost -> answered.remove(lost.peer());
      case BootstrapEvent.AllLost lost -> answered.clear();
      case BootstrapEvent.CandidatesChanged changed -> {}
    }
    settle(event, now, sources, out);
  }

  /**
   * Whether it is time to ask again who is allowed bootstrap: far less often than a peer answers.
   */
  private static boolean turns(BootstrapEvent event) {
    return event instanceof BootstrapEvent.Started
        || event instanceof BootstrapEvent.Woken
        || event instanceof BootstrapEvent.AllLost
        || event instanceof BootstrapEvent.CandidatesChanged;
  }

  private void settle(
      BootstrapEvent event, long now, BootstrapSources sources, BootstrapEffects out) {
    boolean arrived = state == BootstrapState.BOOTSTRAPPED || state == BootstrapState.PARTIAL;
    if (event instanceof BootstrapEvent.AllLost && arrived) {
      begin(now, sources, out);
      return;
    }
    if (state == BootstrapState.BOOTSTRAPPED || state == BootstrapState.IDLE) {
      return;
    }
    if (satisfied()) {
      untried.clear();
      enter(BootstrapState.BOOTSTRAPPED, now, out);
      out.kademliaBootstrap();
    } else if (event instanceof BootstrapEvent.CandidatesChanged && !state.stage()) {
      begin(now, sources, out);
    } else if (state.stage()) {
      fill(now, sources, out);
    } else if (!answered.isEmpty() && state == BootstrapState.ALONE) {
      state = BootstrapState.PARTIAL;
      out.state(state);
    }
  }

  private void woken(long now, BootstrapSources sources, BootstrapEffects out) {
    if (now - until < 0) {
      out.wakeAt(until);
      return;
    }
    switch (state) {
      case IDLE -> {}
      case REMEMBERED, SAMPLE, REST, LOCAL -> nextStage(now, sources, out);
      case ALONE, PARTIAL -> begin(now, sources, out);
      case BOOTSTRAPPED -> {
        until = now + state.time().toNanos();
        out.wakeAt(until);
        out.kademliaBootstrap();
        compare(now, sources, out);
      }
    }
  }

  private void compare(long now, BootstrapSources sources, BootstrapEffects out) {
    List<Candidate> candidates = sources.bootstrap();
    if (now - compareAt >= 0 && !candidates.isEmpty()) {
      compareAt = now + COMPARE_EVERY.toNanos();
      out.compareTable(
          contact(candidates.get(random.nextInt(candidates.size())), Contact.Source.BOOTSTRAP));
    }
  }

  /** MinPeers answered, and one of them is allowed bootstrap or they span enough groups. */
  private boolean satisfied() {
    return answered.size() >= config.minPeers()
        && (answered.groups() >= WIDE || answered.someAllowed());
  }

  private static Set<PeerId> peers(List<Candidate> candidates) {
    Set<PeerId> peers = new HashSet<>();
    candidates.forEach(c -> peers.add(c.peer()));
    return peers;
  }

  private void begin(long now, BootstrapSources sources, BootstrapEffects out) {
    tried.clear();
    untried.clear();
    enter(BootstrapState.REMEMBERED, now, out);
    for (Remembered peer : RememberedOrder.of(sources.remembered(), MAX_REMEMBERED)) {
      Contact.Source source = peer.anchor() ? Contact.Source.ANCHOR : Contact.Source.REMEMBERED;
      untried.add(new Contact(peer.peer(), source, Optional.empty()));
    }
    sources.startup().stream()
        .limit(MAX_STARTUP)
        .map(c -> contact(c, Contact.Source.STARTUP))
        .forEach(c -> begin(c, out));
    fill(now, sources, out);
  }

  private void nextStage(long now, BootstrapSources sources, BootstrapEffects out) {
    switch (state) {
      case REMEMBERED -> {
        enter(BootstrapState.SAMPLE, now, out);
        queue(sampled(sources, config.slots()));
      }
      case SAMPLE -> {
        enter(BootstrapState.REST, now, out);
        queue(sampled(sources, MAX_CANDIDATES));
      }
      case REST -> {
        enter(BootstrapState.LOCAL, now, out);
        untried.clear();
        sources.local().stream()
            .limit(MAX_REMEMBERED)
            .map(p -> new Contact(p, Contact.Source.LOCAL, Optional.empty()))
            .forEach(untried::add);
      }
      case LOCAL, IDLE, BOOTSTRAPPED, PARTIAL, ALONE -> {
        untried.clear();
        enter(answered.isEmpty() ? BootstrapState.ALONE : BootstrapState.PARTIAL, now, out);
        return;
      }
    }
    fill(now, sources, out);
  }

  private List<Candidate> sampled(BootstrapSources sources, int most) {
    List<Candidate> left =
        sources.bootstrap().stream()
            .filter(c -> !tried.contains(c.peer()) && !answered.contains(c.peer()))
            .toList();
    return new Sampler(random, config.slots()).order(left, most);
  }

  private void queue(List<Candidate> candidates) {
    untried.clear();
    candidates.forEach(c -> untried.add(contact(c, Contact.Source.BOOTSTRAP)));
  }

  /** Keeps the slots filled; a stage that has nobody left to try or to wait for ends at once. */
  private void fill(long now, BootstrapSources sources, BootstrapEffects out) {
    while (inSlots() < config.slots() && !untried.isEmpty()) {
      begin(untried.remove(), out);
    }
    if (untried.isEmpty() && ofStage.isEmpty()) {
      nextStage(now, sources, out);
    }
  }

  private long inSlots() {
    return ofStage.stream().filter(p -> open.get(p) != Contact.Source.STARTUP).count();
  }

  private void begin(Contact contact, BootstrapEffects out) {
    if (!answered.contains(contact.peer()) && tried.add(contact.peer())) {
      open.put(contact.peer(), contact.source());
      ofStage.add(contact.peer());
      out.contact(contact);
    }
  }

  private static Contact contact(Candidate candidate, Contact.Source source) {
    return new Contact(candidate.peer(), source, Optional.of(candidate.dialling()));
  }

  private void ended(
      PeerId peer, Contact.Outcome outcome, Optional<AddressGroup> group, BootstrapEffects out) {
    Contact.Source source = open.remove(peer);
    ofStage.remove(peer);
    if (source == null) {
      return;
    }
    if (outcome == Contact.Outcome.ANSWERED) {
      answered.put(peer, group);
    }
    tell(peer, source, outcome, out);
  }

  /** A peer that no stage contacted answered; of one that is being contacted that is the news. */
  private void met(
      PeerId peer, Contact.Source source, Optional<AddressGroup> group, BootstrapEffects out) {
    if (answered.size() < MAX_ANSWERED && !open.containsKey(peer) && !answered.contains(peer)) {
      answered.put(peer, group);
      tell(peer, source, Contact.Outcome.ANSWERED, out);
    }
  }

  private void tell(
      PeerId peer, Contact.Source source, Contact.Outcome outcome, BootstrapEffects out) {
    counts
        .computeIfAbsent(source, s -> new EnumMap<>(Contact.Outcome.class))
        .merge(outcome, 1L, Long::sum);
    out.count(peer, source, outcome);
  }

  private void enter(BootstrapState to, long now, BootstrapEffects out) {
    state = to;
    ofStage.clear();
    until = now + to.time().toNanos();
    out.state(to);
    out.wakeAt(until);
  }
}
