package org.trustnet.libp2p.host;

/**
 * Where a held peer is to be dialled, asked before every dial: names may lead elsewhere by then.
 */
@FunctionalInterface
public interface DialSource {
  /**
   * Where to dial now. On a virtual thread; may block, but not for long: one of the few dials for
   * held peers waits for it.
   */
  DialTargets targets();
}
