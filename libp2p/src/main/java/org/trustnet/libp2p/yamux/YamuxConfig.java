package org.trustnet.libp2p.yamux;

import java.time.Duration;

/** The limits of one Yamux connection. Every part is checked when it is made. */
public record YamuxConfig(
    StreamLimits streams, BufferLimits buffers, Budgets budgets, KeepAlive keepAlive) {
  /** What go, rust and js take for granted: 256 KiB a stream in each direction, at the start. */
  public static final int WINDOW_BYTES = 256 * 1024;

  /** go-yamux refuses frames above 64 KiB with their header. */
  public static final int MAX_FRAME_PAYLOAD = 64 * 1024 - YamuxFrame.HEADER_BYTES;

  public static YamuxConfig defaults() {
    return new YamuxConfig(
        new StreamLimits(256, 256),
        new BufferLimits(16 * 1024, WINDOW_BYTES, 1024 * 1024, 8 * 1024 * 1024),
        new Budgets(4_096, 32, 256),
        new KeepAlive(Duration.ofSeconds(30), Duration.ofSeconds(10)));
  }

  /**
   * How many streams.
   *
   * @param inbound streams that the peer may have open; more are reset. go opens at most 256 before
   *     it wants an acknowledgement
   * @param unacknowledged streams of ours that the peer has not acknowledged; go and rust stop at
   *     256
   */
  public record StreamLimits(int inbound, int unacknowledged) {
    public StreamLimits {
      require(inbound >= 0, "inbound streams");
      require(unacknowledged >= 1 && unacknowledged <= 256, "unacknowledged streams");
    }
  }

  /**
   * How many bytes.
   *
   * @param framePayload most payload of a frame that we send; small frames let streams take turns
   * @param streamHighWater bytes that wait on a stream before it is not writable; at twice as many
   *     it is reset
   * @param connectionHighWater the same for all streams of the connection together
   * @param received bytes of all streams that were delivered and not consumed; the stream on which
   *     more arrive is reset. At least one window
   */
  public record BufferLimits(
      int framePayload, int streamHighWater, int connectionHighWater, int received) {
    public BufferLimits {
      require(framePayload >= 1 && framePayload <= MAX_FRAME_PAYLOAD, "frame payload");
      require(streamHighWater >= 1 && streamHighWater <= 1 << 28, "stream high-water mark");
      require(
          connectionHighWater >= streamHighWater && connectionHighWater <= 1 << 28,
          "connection high-water mark");
      require(received >= WINDOW_BYTES, "receive budget");
    }
  }

  /**
   * What a peer may do each second that costs it little and us more; the same number may come at
   * once. More ends the connection.
   *
   * @param controlFrames frames without payload of any kind. A window update is due for each 128
   *     KiB, so that 4,096 a second allow 4 Gbit/s
   * @param pings echo requests; go and js send one in 30 seconds
   * @param resets streams opened by the peer that it resets, or that we refuse
   */
  public record Budgets(int controlFrames, int pings, int resets) {
    public Budgets {
      require(controlFrames >= 1 && pings >= 1 && resets >= 1, "budget");
    }
  }

  /**
   * Our own echo requests.
   *
   * @param interval from one to the next
   * @param timeout how long the peer has to answer, shorter than the interval
   */
  public record KeepAlive(Duration interval, Duration timeout) {
    public KeepAlive {
      require(timeout.isPositive() && timeout.compareTo(interval) < 0, "keep-alive timeout");
      require(interval.compareTo(Duration.ofHours(1)) <= 0, "keep-alive interval");
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("yamux: " + what + " out of range");
    }
  }
}
