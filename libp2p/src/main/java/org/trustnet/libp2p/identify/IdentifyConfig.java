package org.trustnet.libp2p.identify;

import java.time.Duration;

/**
 * How identify is spoken.
 *
 * @param agent what we say we are
 * @param protocolVersion the family of networks we belong to; Kubo says {@code ipfs/0.1.0}
 * @param timeout for one exchange, as go-libp2p's
 * @param debounce how long changes are gathered before they are pushed
 * @param addressLife how long addresses of a peer that told them are kept
 */
public record IdentifyConfig(
    String agent,
    String protocolVersion,
    Duration timeout,
    Duration debounce,
    Duration addressLife) {
  /** Asked for by both sides of every connection. */
  public static final String PROTOCOL = "/ipfs/id/1.0.0";

  /** Told unasked when something changed. */
  public static final String PUSH_PROTOCOL = "/ipfs/id/push/1.0.0";

  /** Longest message that is read, in bytes: go-libp2p's and js-libp2p's limit. */
  public static final int PART_BYTES = 8_192;

  /** Messages read on one stream: go-libp2p's limit. */
  public static final int MAX_PARTS = 10;

  /** Our first message is shorter than this, in bytes: rust-libp2p reads no more. */
  public static final int FIRST_MESSAGE_BYTES = 4_096;

  /** Above this, in bytes, the signed record goes into a message of its own, as go-libp2p does. */
  public static final int SPLIT_BYTES = 2_048;

  /** Addresses of a peer that are looked at: four times what the largest real nodes announce. */
  public static final int MAX_ADDRESSES = 128;

  /** Protocols of a peer: go-libp2p keeps as many. */
  public static final int MAX_PROTOCOLS = 1_024;

  /** Longest protocol name that is kept, in characters; the longest real one has about 60. */
  public static final int MAX_PROTOCOL_CHARS = 256;

  /** Longest agent or protocol version that is kept, in characters. */
  public static final int MAX_VERSION_CHARS = 128;

  /** Pushes under way at once: a change reaches 1,000 peers within seconds. */
  public static final int MAX_PUSHES = 16;

  /** Pushes of one connection a second that are read, each a signature check. We send no more. */
  static final double PUSHES_PER_SECOND = 2;

  /** Pushes of one connection at once; one more closes it. */
  public static final int PUSH_BURST = 64;

  public IdentifyConfig {
    if (agent.length() > MAX_VERSION_CHARS || protocolVersion.length() > MAX_VERSION_CHARS) {
      throw new IllegalArgumentException("a version of over " + MAX_VERSION_CHARS + " characters");
    }
  }

  /** The same under another name, as {@code NAME/VERSION}. */
  public IdentifyConfig withAgent(String name) {
    return new IdentifyConfig(name, protocolVersion, timeout, debounce, addressLife);
  }

  /** A program of no version. */
  public static IdentifyConfig defaults() {
    return new IdentifyConfig(
        "trustnet",
        "ipfs/0.1.0",
        Duration.ofSeconds(5),
        Duration.ofMillis(500),
        Duration.ofMinutes(30));
  }
}
