package org.trustnet.trust.file;

import java.util.List;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Remote;

/**
 * One node of a trust file.
 *
 * @param label its {@code node}, as the publisher wrote it: escape before showing
 * @param peer its {@code pubkey}: the identity
 * @param contact URIs
 * @param remotes where it may be dialled; those that could not be read are left out
 * @param strictness its {@code remotes-strict}
 * @param hints the functions it says it offers: never a grant
 */
public record Node(
    String label,
    PeerId peer,
    List<String> contact,
    List<Remote> remotes,
    Strictness strictness,
    Functions hints) {

  /** Whether every other remote for this key should be omitted. */
  public enum Strictness {
    STRICT,
    OPEN
  }

  public Node {
    contact = List.copyOf(contact);
    remotes = List.copyOf(remotes);
  }

  public boolean strict() {
    return strictness == Strictness.STRICT;
  }
}
