package org.trustnet.bootstrap.names;

import org.trustnet.multiformats.PeerId;

/** A name was to be resolved that the user blocked. Trust model, section 5. */
public final class BlockedNameException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** The message is one line that names the block and what takes it back. */
  public BlockedNameException(PeerId name) {
    super(name.toName() + " is blocked; trust unblock /ipns/" + name.toName());
  }
}
