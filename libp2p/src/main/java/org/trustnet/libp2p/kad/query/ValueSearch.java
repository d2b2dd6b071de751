package org.trustnet.libp2p.kad.query;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.kad.records.RecordValidator.Validity;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * What a search for a value has found: the best valid one, who holds it, and whether enough peers
 * were heard. Runs beside a {@link Lookup}, gokad routing.go SearchValue. For one thread.
 */
public final class ValueSearch {
  /** Valid answers that end a search by default: what Kubo asks for a name. */
  public static final int DEFAULT_QUORUM = 16;

  /**
   * Different values of a search that are told, valid and expired: what everybody asked may answer
   * with, and our own. So nobody can hide a value by naming others first.
   */
  static final int MAX_TOLD = Lookup.MAX_ASKED + 1;

  /** What became of one answer. */
  public sealed interface Offer {
    /** It is the best value so far. */
    record Better() implements Offer {}

    /** It is valid, worse than the best, and another than all before. */
    record Worse() implements Offer {}

    /** It was heard before, or is one too many and not the best. */
    record NothingNew() implements Offer {}

    /** It was valid once, and is another than all before; it counts for nothing here. */
    record Expired() implements Offer {}

    /**
     * It was never valid and counts for nothing.
     *
     * @param reason one line
     */
    record Invalid(String reason) implements Offer {}
  }

  private final Bytes key;
  private final RecordValidator validator;
  private final int quorum;
  private final Set<PeerId> holders = new HashSet<>();

  /** SHA-256 of what was told: values of 10 KB each would be much to remember. */
  private final Set<Bytes> told = new HashSet<>();

  private @Nullable Bytes best;
  private int answers;

  /**
   * A search for {@code key}.
   *
   * @param quorum how many valid answers are enough; 0 for all there are
   */
  public ValueSearch(Bytes key, RecordValidator validator, int quorum) {
    this.key = key;
    this.validator = validator;
    this.quorum = quorum;
  }

  /** Judges an answer; a value that our own store holds is one of ourselves. */
  public Offer offer(PeerId from, Bytes value, Instant now) {
    if (best != null && best.equals(value)) { // judged already: most answers are the same record
      answers++;
      holders.add(from);
      return new Offer.NothingNew();
    }
    return switch (validator.validate(key, value, now)) {
      case Validity.Valid() -> valid(from, value);
      case Validity.Expired(String _) ->
          isNew(value) ? new Offer.Expired() : new Offer.NothingNew();
      case Validity.Invalid(String reason) -> new Offer.Invalid(reason);
    };
  }

  private Offer valid(PeerId from, Bytes value) {
    answers++;
    Bytes soFar = best;
    boolean other = isNew(value);
    if (soFar != null && validator.select(key, List.of(soFar, value)) != 1) {
      return other ? new Offer.Worse() : new Offer.NothingNew();
    }
    best = value;
    holders.clear();
    holders.add(from);
    return new Offer.Better();
  }

  private boolean isNew(Bytes value) {
    return told.size() < MAX_TOLD && told.add(Multihash.sha256(value).digest());
  }

  /** Whether enough valid answers were heard. */
  public boolean isSatisfied() {
    return quorum > 0 && answers >= quorum;
  }

  public Optional<Bytes> best() {
    return Optional.ofNullable(best);
  }

  /** Valid answers heard. */
  public int answers() {
    return answers;
  }

  /** Of the nearest peers that answered, those that the best value is to be put to. */
  public List<PeerInfo> corrections(List<PeerInfo> closest) {
    return best == null
        ? List.of()
        : closest.stream().filter(peer -> !holders.contains(peer.id())).toList();
  }
}
