package org.trustnet.trust.decide;

import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/**
 * Why a peer is allowed a function or not: {@code trust explain}.
 *
 * @param allowed the decision; equal to what {@code Snapshot.allows} says
 * @param function of what
 * @param side from which side it was asked
 * @param peer of whom
 * @param level the highest level among its vouchers; empty is {@code none}
 * @param rule which rule decided
 * @param steps everything considered, in order
 */
public record Explanation(
    boolean allowed,
    TrustFunction function,
    Side side,
    PeerId peer,
    Optional<TrustLevel> level,
    Rule rule,
    List<Step> steps) {

  /** The rules of section 3, in their order, with what no rule has to decide. */
  public enum Rule {
    OURSELVES,
    BLOCKED,
    DIRECT_OVERRIDE,
    VOUCHER,
    DEFAULT,
    /** Of an entry: its own override. */
    OVERRIDE,
    /** Of an entry: the matrix cell of its level. */
    MATRIX,
    DENY
  }

  public Explanation {
    steps = List.copyOf(steps);
  }

  /** The steps in words, one a line. */
  public List<String> lines() {
    return steps.stream().map(Object::toString).toList();
  }
}
