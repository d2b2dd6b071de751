package org.trustnet.bootstrap.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;

/** Files and sockets that the process may have open: {@code ulimit -n}. */
final class Descriptors {
  /** For the database, blocks, the RPC and its callers who show no token, and the JVM's own. */
  static final int OTHERS = 512;

  private Descriptors() {}

  /** How many; the largest number where the system sets no limit or tells none. An edge. */
  static long ofTheProcess() {
    long most =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : 0;
    return most > 0 ? most : Long.MAX_VALUE;
  }

  /**
   * How many connections in each direction may be half open: a quarter of the descriptors at most,
   * so that strangers who say nothing leave some for everything else.
   */
  static int halfOpen(int wanted, long descriptors) {
    return Math.clamp(descriptors / 4, 1, wanted);
  }

  /** What to say at a start if there are fewer than the connections need that are configured. */
  static Optional<String> shortage(Config config, long descriptors) {
    long connections = config.value(ConfigKeys.MAX_CONNECTIONS);
    long needed = connections + OTHERS;
    return descriptors >= needed
        ? Optional.empty()
        : Optional.of(
            "warning: this process may open %d files and sockets, but %s = %d needs %d; raise it with: ulimit -n %d, or lower the setting"
                .formatted(
                    descriptors, ConfigKeys.MAX_CONNECTIONS.path(), connections, needed, needed));
  }
}
