package org.trustnet.bootstrap.names;

import org.trustnet.ipns.name.NameRouting;

/** Where records are put and asked for, and whether anybody is there. */
public interface Routing extends NameRouting {
  /** Whether there is anybody to ask or tell. Any thread; never blocks. */
  boolean hasPeers();
}
