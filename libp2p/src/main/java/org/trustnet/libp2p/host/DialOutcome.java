package org.trustnet.libp2p.host;

import java.util.List;
import java.util.stream.Stream;
import org.trustnet.multiformats.Multiaddr;

/** How an attempt to reach a peer ended. */
public sealed interface DialOutcome {
  /** There is a connection. */
  record Connected(Connection connection, boolean reused) implements DialOutcome {}

  /**
   * There is no address to try.
   *
   * @param unfit addresses that are known, at most {@link #MAX_UNFIT}, each with why it cannot be
   *     dialled
   */
  record NoAddress(List<Attempt> unfit) implements DialOutcome {
    /** Most addresses that are told. */
    public static final int MAX_UNFIT = 8;

    public NoAddress {
      unfit = unfit.stream().limit(MAX_UNFIT).toList();
    }

    /** Nothing is known of the peer. */
    public NoAddress() {
      this(List.of());
    }

    /** The same with other addresses told before. */
    public NoAddress after(List<Attempt> others) {
      return new NoAddress(Stream.concat(others.stream(), unfit.stream()).toList());
    }
  }

  /** The peer, or all its addresses, failed so recently that no new attempt is made. */
  record BackedOff(java.time.Duration left) implements DialOutcome {}

  /** No attempt is made whatever the addresses are. */
  record Refused(Bar bar) implements DialOutcome {}

  /** A resource limit forbids a new connection now. */
  record Limited(String limit) implements DialOutcome {}

  /** Every address failed. */
  record Failed(List<Attempt> attempts) implements DialOutcome {
    public Failed {
      attempts = List.copyOf(attempts);
    }
  }

  /** Why no attempt is made. */
  enum Bar {
    /** {@link Access} does not permit a connection with the peer. */
    FORBIDDEN("the peer may not be connected to"),
    /** The peer is ourselves. */
    OURSELVES("that is this node itself"),
    /** The host is closed. */
    CLOSED("the host is closed");

    private final String text;

    Bar(String text) {
      this.text = text;
    }

    /** In words, for users. */
    public String text() {
      return text;
    }
  }

  /**
   * One address that failed.
   *
   * @param address what was dialled
   * @param reason why it failed, one line
   */
  record Attempt(Multiaddr address, String reason) {}
}
