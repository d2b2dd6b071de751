package org.trustnet.libp2p.host.limits;

import java.util.Map;

/**
 * The limits of one host.
 *
 * @param buffers how many bytes may wait in memory
 */
public record ResourceLimits(
    Connections connections, Groups groups, Streams streams, Buffers buffers) {

  /** What a node on a small server can carry: about 2,000 connections. */
  public static ResourceLimits defaults() {
    return new ResourceLimits(
        new Connections(2_048, 1_536, 1_024, 256, 8),
        new Groups(8, 8, 64, 10, Loopback.AS_ANY_ADDRESS),
        new Streams(16_384, 256, 512, 64, Map.of("/ipfs/ping/1.0.0", 2, "/ipfs/id/1.0.0", 16)),
        Buffers.within(Long.MAX_VALUE));
  }

  /** The same with another rule for loopback, {@code Swarm.GroupLoopback}. */
  public ResourceLimits withLoopback(Loopback loopback) {
    Groups g = groups;
    return new ResourceLimits(
        connections,
        new Groups(g.ip4Host, g.ip6Site, g.ip6Block, g.acceptsPerSecond, loopback),
        streams,
        buffers);
  }

  /** How 127.0.0.0/8 and ::1 are grouped. */
  public enum Loopback {
    /** As other addresses: all ports of one address are one group. */
    AS_ANY_ADDRESS,
    /** Each address and port is a group: many nodes on one machine. */
    BY_PORT
  }

  /**
   * How many connections.
   *
   * @param total in all
   * @param inbound that peers dialled
   * @param outbound that we dialled
   * @param halfOpen that have not proved a key yet, in each direction; they hold buffers and cost
   *     handshakes. One more inbound takes the place of another, or gets none
   * @param perPeer to one peer; 8 as go
   */
  public record Connections(int total, int inbound, int outbound, int halfOpen, int perPeer) {
    public Connections {
      require(total >= 1 && inbound >= 0 && outbound >= 0, "connections");
      require(halfOpen >= 1 && perPeer >= 1, "connections");
    }
  }

  /**
   * How many inbound connections from one neighbourhood: one network should not take all our room.
   *
   * @param ip4Host from an IPv4 address; 8 as go
   * @param ip6Site from an IPv6 /56, what one customer has; 8 as go
   * @param ip6Block from an IPv6 /48; 64 as go
   * @param acceptsPerSecond new ones from an IPv4 address or an IPv6 /48; as many at once
   * @param loopback how loopback is grouped
   */
  public record Groups(
      int ip4Host, int ip6Site, int ip6Block, int acceptsPerSecond, Loopback loopback) {
    /** Groups that are remembered at most, each of about 150 bytes. */
    public static final int MAX_GROUPS = 8_192;

    public Groups {
      require(ip4Host >= 1 && ip6Site >= 1 && ip6Block >= 1, "address groups");
      require(acceptsPerSecond >= 1, "accepts a second");
    }
  }

  /**
   * How many streams.
   *
   * @param total in all
   * @param perConnection in each direction on one connection
   * @param perPeer in each direction with one peer
   * @param perProtocol inbound of one peer for one protocol
   * @param exceptions other numbers for {@code perProtocol}, by protocol ID
   */
  public record Streams(
      int total, int perConnection, int perPeer, int perProtocol, Map<String, Integer> exceptions) {
    public Streams {
      require(total >= 1 && perConnection >= 1, "streams");
      require(perPeer >= 1 && perProtocol >= 1, "streams");
      exceptions = Map.copyOf(exceptions);
    }

    /** The limit on inbound streams of one peer for {@code protocol}. */
    public int of(String protocol) {
      return exceptions.getOrDefault(protocol, perProtocol);
    }
  }

  /**
   * How many bytes may be kept in memory for applications that have not read them, or for peers
   * that do not take them. The stream on which more come is reset.
   *
   * @param total of all peers; three quarters of it for those who keep more than {@link
   *     BufferAccount#LITTLE_BYTES}
   * @param perPeer of one peer, on all its connections: twice what one connection may keep
   */
  public record Buffers(long total, long perPeer) {
    /** Most of all peers, however large the heap, in bytes. */
    public static final long MOST_TOTAL = 128L << 20;

    /** Most of one peer, in bytes. */
    public static final long MOST_PER_PEER = 16L << 20;

    /** Below this nothing works: what one stream may receive before it is read, in bytes. */
    private static final long LEAST = 256 * 1024;

    /**
     * What a heap can bear: a quarter of it, and a quarter of that for one peer, each up to its
     * most.
     *
     * @param heapBytes how large the heap may grow
     */
    public static Buffers within(long heapBytes) {
      long total = Math.clamp(heapBytes / 4, 4 * LEAST, MOST_TOTAL);
      return new Buffers(total, Math.min(total / 4, MOST_PER_PEER));
    }

    public Buffers {
      require(perPeer >= LEAST, "buffered bytes of a peer");
      require(total >= perPeer, "buffered bytes");
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("limit out of range: " + what);
    }
  }
}
