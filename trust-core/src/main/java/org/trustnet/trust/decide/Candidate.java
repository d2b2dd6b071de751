package org.trustnet.trust.decide;

import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustLevel;

/**
 * A peer that is allowed a function.
 *
 * @param peer who
 * @param level the highest level among its vouchers; empty is {@code none}
 * @param roots the entries that give it the function; empty if a default does
 * @param dialling where it may be dialled for it
 */
public record Candidate(
    PeerId peer, Optional<TrustLevel> level, List<EntryKey> roots, Dialling dialling) {
  public Candidate {
    roots = List.copyOf(roots);
  }
}
