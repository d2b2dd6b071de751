package org.trustnet.trust.bootstrap;

/**
 * {@code Trust.Bootstrap}.
 *
 * @param minPeers how many peers must answer; 1 to {@link #MAX_SLOTS} / 2
 */
public record BootstrapConfig(int minPeers) {
  /** Most contacts at once: a start must not be a flood. */
  public static final int MAX_SLOTS = 64;

  public BootstrapConfig {
    if (minPeers < 1 || 2 * minPeers > MAX_SLOTS) {
      throw new IllegalArgumentException(
          "Trust.Bootstrap.MinPeers " + minPeers + ", 1 to " + MAX_SLOTS / 2);
    }
  }

  public static BootstrapConfig defaults() {
    return new BootstrapConfig(4);
  }

  /** Size of the sample, and contacts at once. */
  public int slots() {
    return 2 * minPeers;
  }
}
