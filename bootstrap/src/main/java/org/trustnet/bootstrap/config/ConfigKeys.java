package org.trustnet.bootstrap.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.ipns.blocks.BlockStoreConfig;
import org.trustnet.ipns.name.RepublishSchedule;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.trust.model.TrustFunction;

/** Every setting there is. */
public final class ConfigKeys {
  public static final ConfigKey<String> PEER_ID =
      new ConfigKey<>(
          "Identity.PeerID",
          ConfigType.text(),
          "",
          "the node's own peer ID; its private key is keystore/self");

  public static final ConfigKey<List<Multiaddr>> SWARM =
      new ConfigKey<>(
          "Addresses.Swarm",
          ConfigType.listOf(AddressTypes.forPeers()),
          addresses("/ip4/0.0.0.0/tcp/4001", "/ip6/::/tcp/4001"),
          "where peers connect to us");

  public static final ConfigKey<List<Multiaddr>> APPEND_ANNOUNCE =
      new ConfigKey<>(
          "Addresses.AppendAnnounce",
          ConfigType.listOf(AddressTypes.any()),
          List.of(),
          "addresses told to peers beside the bound ones");

  public static final ConfigKey<List<Multiaddr>> NO_ANNOUNCE =
      new ConfigKey<>(
          "Addresses.NoAnnounce",
          ConfigType.listOf(AddressTypes.any()),
          List.of(),
          "addresses, or ranges with /ipcidr, never told to peers");

  public static final ConfigKey<Multiaddr> API =
      new ConfigKey<>(
          "Addresses.API",
          AddressTypes.forRpc(),
          Multiaddr.parse("/ip4/127.0.0.1/tcp/5101"),
          "where the RPC listens");

  public static final ConfigKey<Map<String, ApiAuthorization>> API_AUTHORIZATIONS =
      new ConfigKey<>(
          "API.Authorizations",
          Authorizations.type(),
          Map.of(),
          "callers beside the one with api-token, each with a secret and the paths it may call");

  public static final ConfigKey<String> ROUTING_TYPE =
      new ConfigKey<>(
          "Routing.Type",
          ConfigType.oneOf("auto", "dhtclient", "dhtserver", "none"),
          "auto",
          "part in the DHT");

  public static final ConfigKey<Boolean> ROUTING_LOOPBACK =
      new ConfigKey<>(
          "Routing.LoopbackAddressesOnLanDHT",
          ConfigType.flag(),
          false,
          "whether loopback addresses may be in the DHT's tables and answers");

  public static final ConfigKey<Map<String, String>> DNS_RESOLVERS =
      new ConfigKey<>(
          "DNS.Resolvers",
          ConfigType.mapOfText(),
          Map.of(),
          "DNS server for a domain suffix, \".\" for all others");

  public static final ConfigKey<Long> LOW_WATER =
      new ConfigKey<>(
          "Swarm.ConnMgr.LowWater",
          ConfigType.number(1, 1_000_000),
          1_500L,
          "connections left after trimming; unless set, at most three quarters of HighWater");

  public static final ConfigKey<Long> HIGH_WATER =
      new ConfigKey<>(
          "Swarm.ConnMgr.HighWater",
          ConfigType.number(1, 1_000_000),
          2_000L,
          "connections above which trimming starts");

  public static final ConfigKey<Duration> GRACE_PERIOD =
      new ConfigKey<>(
          "Swarm.ConnMgr.GracePeriod",
          ConfigType.duration(),
          Duration.ofSeconds(20),
          "how long a new connection is safe from trimming");

  public static final ConfigKey<Long> MAX_CONNECTIONS =
      new ConfigKey<>(
          "Swarm.ResourceMgr.MaxConnections",
          ConfigType.number(8, 1_000_000),
          8_192L,
          "connections refused beyond this many");

  public static final ConfigKey<String> GROUP_LOOPBACK =
      new ConfigKey<>(
          "Swarm.GroupLoopback",
          ConfigType.oneOf("on", "off"),
          "on",
          "off: loopback counts as one address group per address and port");

  public static final ConfigKey<Boolean> TLS =
      new ConfigKey<>(
          "Swarm.Transports.Security.TLS", ConfigType.flag(), true, "offer and accept TLS 1.3");

  public static final ConfigKey<Boolean> NOISE =
      new ConfigKey<>(
          "Swarm.Transports.Security.Noise", ConfigType.flag(), true, "offer and accept Noise");

  public static final ConfigKey<Long> STORAGE_MAX =
      new ConfigKey<>(
          "Datastore.StorageMax",
          ConfigType.size(),
          BlockStoreConfig.DEFAULT_CACHE_BYTES,
          "bytes of cached blocks, beside those that are kept");

  public static final ConfigKey<Long> STORAGE_RESERVE =
      new ConfigKey<>(
          "Datastore.Reserve",
          ConfigType.size(),
          BlockStoreConfig.DEFAULT_RESERVE_BYTES,
          "free bytes on the disk below which blocks are refused, so that the trust database can"
              + " write");

  public static final ConfigKey<String> BITSWAP_SERVE =
      new ConfigKey<>(
          "Bitswap.Serve",
          ConfigType.oneOf("published", "all", "none"),
          "published",
          "which blocks peers get: what we added or published, all we hold, or none");

  public static final ConfigKey<List<String>> TRUST_DEFAULT =
      new ConfigKey<>(
          "Trust.Default",
          ConfigType.listOf(ConfigType.oneOf(defaultFunctions())),
          List.of(),
          "functions that any peer may have");

  public static final ConfigKey<Long> MIN_PEERS =
      new ConfigKey<>(
          "Trust.Bootstrap.MinPeers",
          ConfigType.number(1, 32),
          4L,
          "peers that must answer before a start counts as bootstrapped");

  public static final ConfigKey<Duration> FROZEN_GRACE =
      new ConfigKey<>(
          "Trust.FrozenGrace",
          ConfigType.duration(),
          Duration.ofDays(7),
          "how long a silent publisher's list gives everything it gave");

  public static final ConfigKey<Boolean> ALLOW_PRIVATE_REMOTES =
      new ConfigKey<>(
          "Trust.AllowPrivateRemotes",
          ConfigType.flag(),
          false,
          "dial private and loopback remotes of trust files");

  public static final ConfigKey<Duration> REPUBLISH_PERIOD =
      new ConfigKey<>(
          "Ipns.RepublishPeriod",
          ConfigType.duration(Duration.ofMinutes(1), Duration.ofHours(24)),
          RepublishSchedule.INTERVAL,
          "how often our own IPNS records are signed and put again");

  private static final List<ConfigKey<?>> ALL =
      List.of(
          PEER_ID,
          SWARM,
          APPEND_ANNOUNCE,
          NO_ANNOUNCE,
          API,
          API_AUTHORIZATIONS,
          ROUTING_TYPE,
          ROUTING_LOOPBACK,
          DNS_RESOLVERS,
          LOW_WATER,
          HIGH_WATER,
          GRACE_PERIOD,
          MAX_CONNECTIONS,
          GROUP_LOOPBACK,
          TLS,
          NOISE,
          STORAGE_MAX,
          STORAGE_RESERVE,
          BITSWAP_SERVE,
          TRUST_DEFAULT,
          MIN_PEERS,
          FROZEN_GRACE,
          ALLOW_PRIVATE_REMOTES,
          REPUBLISH_PERIOD);

  private ConfigKeys() {}

  /** All keys, in the order of the file. */
  public static List<ConfigKey<?>> all() {
    return ALL;
  }

  /** The key with this path. */
  public static Optional<ConfigKey<?>> byPath(String path) {
    return ALL.stream().filter(key -> key.path().equals(path)).findFirst();
  }

  private static String[] defaultFunctions() {
    return Arrays.stream(TrustFunction.values())
        .filter(TrustFunction::mayBeDefault)
        .map(TrustFunction::id)
        .toArray(String[]::new);
  }

  private static List<Multiaddr> addresses(String... texts) {
    return Arrays.stream(texts).map(Multiaddr::parse).toList();
  }
}
