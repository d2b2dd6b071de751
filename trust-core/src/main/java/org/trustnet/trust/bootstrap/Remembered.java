package org.trustnet.trust.bootstrap;

import java.util.Optional;
import org.trustnet.multiformats.PeerId;

/**
 * A peer of the persisted address book.
 *
 * @param peer who
 * @param quality measured quality, higher is better
 * @param group the network of its address
 * @param anchor whether it was one of the last run's two anchors
 */
public record Remembered(
    PeerId peer, double quality, Optional<AddressGroup> group, boolean anchor) {}
