package org.trustnet.libp2p.secure;

import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/**
 * The proven other end of a secured connection. Security handlers fire it as a Netty user event
 * once, before the first application byte.
 *
 * @param peer who it is: always the ID of {@code key}
 * @param key the identity key it has proven to own
 * @param earlyMuxer the muxer agreed on inside the handshake; empty if it is still to be negotiated
 *     with multistream-select (libp2p/specs inlined-muxer-negotiation.md)
 * @param security the protocol, {@code /noise} or {@code /tls/1.0.0}
 */
public record SecuredPeer(
    PeerId peer, PublicKey key, Optional<String> earlyMuxer, String security) {}
