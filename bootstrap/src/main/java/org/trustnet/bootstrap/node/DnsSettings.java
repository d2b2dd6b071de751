package org.trustnet.bootstrap.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.libp2p.dns.DnsConfig;
import org.trustnet.libp2p.dns.DnsServer;

/** Which DNS servers are asked: the machine's, and for the domains of the configuration others. */
final class DnsSettings {
  private DnsSettings() {}

  /**
   * The servers by {@code DNS.Resolvers}.
   *
   * @throws ConfigException naming the domain whose server cannot be read
   */
  static DnsConfig of(Config config) {
    Map<String, List<DnsServer>> servers = new HashMap<>();
    config
        .value(ConfigKeys.DNS_RESOLVERS)
        .forEach((domain, server) -> servers.put(domain, List.of(server(domain, server))));
    return DnsConfig.system().with(servers);
  }

  private static DnsServer server(String domain, String text) {
    try {
      return DnsServer.parse(text);
    } catch (RuntimeException e) {
      throw new ConfigException(
          ConfigKeys.DNS_RESOLVERS.path() + ": " + domain + ": " + e.getMessage());
    }
  }
}
