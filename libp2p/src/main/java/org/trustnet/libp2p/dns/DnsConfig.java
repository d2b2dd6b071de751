package org.trustnet.libp2p.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.ResolverConfig;

/**
 * Who is asked about which domain, {@code DNS.Resolvers}: the longest suffix decides; {@code .} is
 * every domain.
 *
 * @param resolvers servers by domain suffix, lower case, without a closing dot
 */
public record DnsConfig(Map<String, List<DnsServer>> resolvers) {
  /** Servers that are asked in turn about a domain. */
  public static final int MAX_SERVERS = 4;

  /** The suffix of all domains. */
  private static final String ROOT = "";

  public DnsConfig {
    Map<String, List<DnsServer>> copy = new HashMap<>();
    resolvers.forEach(
        (suffix, servers) -> {
          if (servers.isEmpty() || servers.size() > MAX_SERVERS) {
            throw new IllegalArgumentException("1 to " + MAX_SERVERS + " DNS servers a domain");
          }
          copy.put(normal(suffix), List.copyOf(servers));
        });
    resolvers = Map.copyOf(copy);
  }

  /** One set of servers for everything. */
  public static DnsConfig of(DnsServer... servers) {
    return new DnsConfig(Map.of(ROOT, List.of(servers)));
  }

  /** What the system is configured to ask; asks nobody where that cannot be found out. */
  public static DnsConfig system() {
    List<DnsServer> servers = new ArrayList<>();
    ResolverConfig.getCurrentConfig().servers().stream()
        .limit(MAX_SERVERS)
        .forEach(address -> servers.add(new DnsServer.Udp(address)));
    return new DnsConfig(servers.isEmpty() ? Map.of() : Map.of(ROOT, servers));
  }

  /** This configuration with {@code others} in place of what it says of the same suffixes. */
  public DnsConfig with(Map<String, List<DnsServer>> others) {
    Map<String, List<DnsServer>> all = new HashMap<>(resolvers);
    others.forEach((suffix, servers) -> all.put(normal(suffix), servers));
    return new DnsConfig(all);
  }

  /** The servers to ask about {@code name}; empty if there are none. */
  List<DnsServer> serversFor(String name) {
    String suffix = normal(name);
    while (true) {
      List<DnsServer> servers = resolvers.get(suffix);
      if (servers != null) {
        return servers;
      }
      if (suffix.isEmpty()) {
        return List.of();
      }
      int dot = suffix.indexOf('.');
      suffix = dot < 0 ? ROOT : suffix.substring(dot + 1);
    }
  }

  private static String normal(String suffix) {
    String lower = suffix.toLowerCase(Locale.ROOT);
    String tail = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    return tail.startsWith(".") ? tail.substring(1) : tail;
  }
}
