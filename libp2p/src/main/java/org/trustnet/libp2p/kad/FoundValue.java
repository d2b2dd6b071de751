package org.trustnet.libp2p.kad;

import java.util.Optional;
import org.trustnet.multiformats.Bytes;

/**
 * What a search for a value came to.
 *
 * @param best the best valid value, ours included; empty if there is none
 * @param answered how many other peers answered, with a value or without; who is asked in both DHTs
 *     counts in each. 0 says that nobody was heard, whatever our own store holds
 */
public record FoundValue(Optional<Bytes> best, int answered) {}
