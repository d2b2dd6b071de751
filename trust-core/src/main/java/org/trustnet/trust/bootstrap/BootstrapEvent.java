package org.trustnet.trust.bootstrap;

import java.util.Optional;
import org.trustnet.multiformats.PeerId;

/** What happens while a node looks for its network. */
public sealed interface BootstrapEvent {
  /** The node listens. */
  record Started() implements BootstrapEvent {}

  /** The moment asked for by {@code wakeAt} has come. */
  record Woken() implements BootstrapEvent {}

  /** A contacted peer answered a FIND_NODE. */
  record Answered(PeerId peer, Optional<AddressGroup> group) implements BootstrapEvent {}

  /** A contacted peer did not. */
  record Failed(PeerId peer) implements BootstrapEvent {}

  /** A peer that connected to us answered a FIND_NODE. */
  record Inbound(PeerId peer, Optional<AddressGroup> group) implements BootstrapEvent {}

  /** A peer that we connected to for another reason than a stage answered a FIND_NODE. */
  record Met(PeerId peer, Optional<AddressGroup> group) implements BootstrapEvent {}

  /** A peer that answered is gone. */
  record Lost(PeerId peer) implements BootstrapEvent {}

  /** All connections are lost. */
  record AllLost() implements BootstrapEvent {}

  /** The entries changed: there may be candidates now. */
  record CandidatesChanged() implements BootstrapEvent {}
}
