package org.trustnet.trust.decide;

import java.time.Duration;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.life.Windows;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.TrustFunction;

/**
 * What decisions depend on beside the entries.
 *
 * @param self our own peer ID: never a subject, candidate or voucher
 * @param matrix what each level gives
 * @param defaults {@code Trust.Default}
 * @param blocks what the user blocked
 * @param frozenGrace {@code Trust.FrozenGrace}
 * @param scope which remotes of lists count
 */
public record Policy(
    Optional<PeerId> self,
    Matrix matrix,
    Functions defaults,
    Blocks blocks,
    Duration frozenGrace,
    RemoteScope scope) {

  /** Which addresses a list may name. */
  public enum RemoteScope {
    /** Public ones only, except in direct and ultimate entries. */
    PUBLIC,
    /** {@code Trust.AllowPrivateRemotes}, or a private network. */
    ANY
  }

  public Policy {
    for (TrustFunction function : defaults.list()) {
      if (!function.mayBeDefault()) {
        throw new IllegalArgumentException("Trust.Default may not name " + function.id());
      }
    }
    if (frozenGrace.isNegative()) {
      throw new IllegalArgumentException("Trust.FrozenGrace " + frozenGrace);
    }
  }

  /** The shipped matrix, nothing blocked, no defaults, public remotes. */
  public static Policy standard(PeerId self) {
    return new Policy(
        Optional.of(self),
        Matrix.standard(),
        Functions.NONE,
        Blocks.NONE,
        Windows.FROZEN_GRACE,
        RemoteScope.PUBLIC);
  }

  public Policy withMatrix(Matrix to) {
    return new Policy(self, to, defaults, blocks, frozenGrace, scope);
  }

  public Policy withDefaults(Functions to) {
    return new Policy(self, matrix, to, blocks, frozenGrace, scope);
  }

  public Policy withBlocks(Blocks to) {
    return new Policy(self, matrix, defaults, to, frozenGrace, scope);
  }

  public Policy withScope(RemoteScope to) {
    return new Policy(self, matrix, defaults, blocks, frozenGrace, to);
  }

  public Policy withFrozenGrace(Duration to) {
    return new Policy(self, matrix, defaults, blocks, to, scope);
  }

  boolean sameIndex(Policy other) {
    return self.equals(other.self)
        && matrix.equals(other.matrix)
        && blocks.names().equals(other.blocks.names())
        && frozenGrace.equals(other.frozenGrace)
        && scope == other.scope;
  }
}
