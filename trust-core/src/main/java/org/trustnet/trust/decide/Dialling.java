package org.trustnet.trust.decide;

import java.util.List;
import org.trustnet.trust.model.Remote;

/**
 * Where a peer may be dialled for a function. Section 1, "Remotes".
 *
 * @param remotes the union of what its vouchers for the function give, without doubles
 * @param learnt whether addresses learnt elsewhere are dialled too
 */
public record Dialling(List<Remote> remotes, Learnt learnt) {
  /** What becomes of addresses from the DHT, identify and so on. */
  public enum Learnt {
    DIALLED,
    OMITTED
  }

  public Dialling {
    remotes = List.copyOf(remotes);
  }
}
