package org.trustnet.interop;

import java.io.IOException;
import java.time.Duration;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.host.manage.HoldPolicy;
import org.trustnet.libp2p.host.manage.TrimPolicy;
import org.trustnet.libp2p.node.HostConfig;
import org.trustnet.libp2p.node.TestHosts;

/**
 * Our node in a JVM of its own, to be measured: prints its address and ends with its standard
 * input. It tolerates more connections than the default high-water mark and has the default limits
 * for everything else.
 */
final class IdleTarget {
  private static final int MANY = 2_000;

  private IdleTarget() {}

  static HostConfig config() {
    TrimPolicy trim = new TrimPolicy(MANY, MANY, Duration.ofSeconds(20));
    return TestHosts.config()
        .withLimits(ResourceLimits.defaults())
        .withKept(new HostConfig.Kept(trim, HoldPolicy.defaults()));
  }

  public static void main(String[] arguments) throws IOException {
    try (OurNode node = OurNode.start(config())) {
      System.out.println(node.address());
      while (System.in.read() >= 0) {
        // until the test closes its end
      }
    }
  }
}
