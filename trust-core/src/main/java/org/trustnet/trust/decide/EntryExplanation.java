package org.trustnet.trust.decide;

import java.util.List;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/**
 * Why an entry itself is granted a function or not: {@code trust explain} of {@code
 * redistribute-ipns}. Trust model, section 3.
 *
 * @param allowed the decision; equal to what {@code Snapshot.redistributes} says
 * @param function of what
 * @param label of which entry
 * @param key its key
 * @param level its level
 * @param rule which rule decided
 * @param steps everything considered, in order
 */
public record EntryExplanation(
    boolean allowed,
    TrustFunction function,
    Label label,
    EntryKey key,
    TrustLevel level,
    Explanation.Rule rule,
    List<Step> steps) {
  public EntryExplanation {
    steps = List.copyOf(steps);
  }

  /** The steps in words, one a line. */
  public List<String> lines() {
    return steps.stream().map(Object::toString).toList();
  }
}
