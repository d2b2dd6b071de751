package org.trustnet.libp2p.host;

/** Serves inbound streams of a protocol, each on a virtual thread of its own. */
@FunctionalInterface
public interface StreamHandler {
  /**
   * Serves one stream; the host closes it when this returns and resets it when this throws. A
   * {@link StreamException} or {@link org.trustnet.libp2p.WireException} is the peer's matter and
   * is counted; anything else is a defect and is logged.
   */
  void handle(Stream stream) throws StreamException;
}
