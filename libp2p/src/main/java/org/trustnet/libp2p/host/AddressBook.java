package org.trustnet.libp2p.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * What is known about peers: addresses with a time to live, protocols, and how dialling them went.
 * Soft state, bounded in peers and in addresses a peer. Safe on any thread; nothing here blocks.
 */
public interface AddressBook {
  /**
   * How long the addresses of a peer that was reached are kept beyond their life: a node that was
   * off for weeks finds back by them.
   */
  Duration KEPT = Duration.ofDays(30);

  /** Adds addresses, without {@code /p2p}; a longer life replaces a shorter one. */
  void add(PeerId peer, Collection<Multiaddr> addresses, Duration timeToLive);

  /**
   * Adds the addresses of a peer record that its key signed, in place of what earlier records gave.
   *
   * @param sequence the record's; one below the stored one changes nothing. The same again renews
   *     the life of the addresses, as in go-libp2p: a peer that comes back tells the same record
   * @param envelope the signed bytes, kept to be handed on
   * @return whether it was taken
   */
  boolean addCertified(
      PeerId peer, long sequence, List<Multiaddr> addresses, Bytes envelope, Duration timeToLive);

  /**
   * The peer is connected: until it is {@link #disconnected} nothing of what it told outlives
   * itself, wherever the time of day is set meanwhile. Again has no effect.
   */
  void connected(PeerId peer);

  /** The peer is connected: what it told lives on for so long, where it has not outlived itself. */
  void renew(PeerId peer, Duration timeToLive);

  /** The peer is connected no more: what it told and lives lives on for so long. */
  void disconnected(PeerId peer, Duration timeToLive);

  /** Addresses that have not outlived themselves, the best first: what others are told. */
  List<Multiaddr> addresses(PeerId peer);

  /**
   * Where the peer may be tried: its addresses, and of a peer that was ever reached also those that
   * have outlived themselves by less than {@link #KEPT}. The best first.
   */
  List<Multiaddr> lastKnown(PeerId peer);

  Optional<Bytes> signedRecord(PeerId peer);

  void protocols(PeerId peer, Set<String> protocols);

  Set<String> protocols(PeerId peer);

  /** Notes how an attempt to reach the peer went; {@link Remembered#quality} follows. */
  void dialled(PeerId peer, boolean success, Instant when);

  /** Remembered peers with last known addresses, those reached most reliably and lately first. */
  List<Remembered> remembered(int limit);

  void forget(PeerId peer);

  /**
   * A peer that was known.
   *
   * @param peer who
   * @param addresses where
   * @param successes attempts that succeeded, halved from time to time
   * @param failures attempts that failed, likewise
   * @param lastSuccess when it was last reached
   */
  record Remembered(
      PeerId peer,
      List<Multiaddr> addresses,
      int successes,
      int failures,
      Optional<Instant> lastSuccess) {
    public Remembered {
      addresses = List.copyOf(addresses);
    }

    /** (successes + 1) / (successes + failures + 2), from 0 to 1. */
    public double quality() {
      return (successes + 1.0) / (successes + failures + 2.0);
    }
  }
}
