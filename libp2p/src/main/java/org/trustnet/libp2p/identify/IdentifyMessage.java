package org.trustnet.libp2p.identify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PublicKey;

/**
 * What one side says, all its messages merged.
 *
 * @param key its identity key, if given and readable
 * @param addresses where it listens, those that are understood
 * @param protocols what it serves
 * @param observed how it sees the other side
 * @param protocolVersion at most {@link IdentifyConfig#MAX_VERSION_CHARS}, escaped for printing
 * @param agent likewise
 * @param signedRecord an envelope that is not yet verified
 */
public record IdentifyMessage(
    Optional<PublicKey> key,
    List<Multiaddr> addresses,
    Set<String> protocols,
    Optional<Multiaddr> observed,
    String protocolVersion,
    String agent,
    Optional<Bytes> signedRecord) {
  public IdentifyMessage {
    addresses = List.copyOf(addresses);
    protocols = Set.copyOf(protocols);
  }
}
