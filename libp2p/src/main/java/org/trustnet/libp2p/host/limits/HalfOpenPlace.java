package org.trustnet.libp2p.host.limits;

/** What a connection holds until its peer has proved a key. Safe on any thread. */
interface HalfOpenPlace {
  /** The peer has sent something. */
  void heard();

  /** Gives it back; false if it is lost, or was given back before. */
  boolean leave();
}
