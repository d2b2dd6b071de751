package org.trustnet.trust.bootstrap;

import org.trustnet.multiformats.PeerId;

/** What the machine wants done. No call re-enters the machine. */
public interface BootstrapEffects {
  /** Dial the peer, ask it a FIND_NODE, report {@code Answered} or {@code Failed}. */
  void contact(Contact contact);

  /** A stage or a state begins. */
  void state(BootstrapState state);

  /** Run the Kademlia bootstrap: look up oneself, refresh the buckets. */
  void kademliaBootstrap();

  /** Look up our own ID through this peer alone and compare with the table: eclipse-suspect. */
  void compareTable(Contact contact);

  /** Report {@code Woken} at this monotonic moment; replaces an earlier wish. */
  void wakeAt(long nanos);

  /** A contact ended: count it. */
  void count(PeerId peer, Contact.Source source, Contact.Outcome outcome);
}
