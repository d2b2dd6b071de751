package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.List;
import org.trustnet.libp2p.dns.DnsConfig;
import org.trustnet.libp2p.host.dial.DialConfig;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.host.manage.HoldPolicy;
import org.trustnet.libp2p.host.manage.TrimPolicy;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.ping.PingConfig;
import org.trustnet.libp2p.transport.UpgradeConfig;
import org.trustnet.libp2p.transport.tcp.TcpConfig;
import org.trustnet.multiformats.Multiaddr;

/**
 * How a host behaves. Values are checked when they are made.
 *
 * @param listen where it listens, {@code /ip4|ip6/…/tcp/…}; port 0 takes a free one; may be empty
 * @param announce what it tells beside that
 * @param wire how connections are made
 * @param dial how peers are dialled
 * @param dns where names are looked up
 * @param kept which connections are kept
 * @param limits what peers may take
 * @param streams how streams are opened
 * @param identify what it says of itself
 * @param ping how it answers pings
 * @param closing how long an orderly end may take
 */
public record HostConfig(
    List<Multiaddr> listen,
    Announce announce,
    Wire wire,
    DialConfig dial,
    DnsConfig dns,
    Kept kept,
    ResourceLimits limits,
    StreamConfig streams,
    IdentifyConfig identify,
    PingConfig ping,
    Duration closing) {
  /** Listeners at most. */
  public static final int MAX_LISTENERS = 16;

  public HostConfig {
    listen = List.copyOf(listen);
    if (listen.size() > MAX_LISTENERS) {
      throw new IllegalArgumentException("over " + MAX_LISTENERS + " addresses to listen on");
    }
  }

  /** Security protocols, in the order that they are offered and preferred in. */
  public enum Security {
    TLS,
    NOISE
  }

  /**
   * How connections are made.
   *
   * @param security what is offered and accepted, the preferred first; not empty
   * @param tcp TCP's limits
   * @param upgrade the limits of upgrades and the multiplexer
   * @param loops event loops; each takes one thread
   * @param cryptoThreads threads for handshakes; half the cores, so that a flood takes no more
   */
  public record Wire(
      List<Security> security, TcpConfig tcp, UpgradeConfig upgrade, int loops, int cryptoThreads) {
    public Wire {
      security = List.copyOf(security);
      if (security.isEmpty() || security.stream().distinct().count() != security.size()) {
        throw new IllegalArgumentException("one or two different security protocols");
      }
      if (loops < 1 || cryptoThreads < 1) {
        throw new IllegalArgumentException("at least one thread of each kind");
      }
    }

    /** As Kubo: TLS is preferred, Noise accepted. */
    public static Wire defaults() {
      int cores = Runtime.getRuntime().availableProcessors();
      return new Wire(
          List.of(Security.TLS, Security.NOISE),
          TcpConfig.defaults(),
          UpgradeConfig.defaults(),
          cores,
          Math.max(1, cores / 2));
    }

    public Wire withTcp(TcpConfig limits) {
      return new Wire(security, limits, upgrade, loops, cryptoThreads);
    }

    public Wire withSecurity(Security... offered) {
      return new Wire(List.of(offered), tcp, upgrade, loops, cryptoThreads);
    }
  }

  /**
   * Which connections are kept.
   *
   * @param trim how many there may be
   * @param hold how lost ones are renewed
   */
  public record Kept(TrimPolicy trim, HoldPolicy hold) {
    public static Kept defaults() {
      return new Kept(TrimPolicy.defaults(), HoldPolicy.defaults());
    }
  }

  /** A host that listens nowhere. */
  public static HostConfig defaults() {
    return new HostConfig(
        List.of(),
        Announce.defaults(),
        Wire.defaults(),
        DialConfig.defaults(),
        DnsConfig.system(),
        Kept.defaults(),
        ResourceLimits.defaults(),
        StreamConfig.defaults(),
        IdentifyConfig.defaults(),
        PingConfig.defaults(),
        Duration.ofSeconds(3));
  }

  public HostConfig withListen(Multiaddr... addresses) {
    return new HostConfig(
        List.of(addresses),
        announce,
        wire,
        dial,
        dns,
        kept,
        limits,
        streams,
        identify,
        ping,
        closing);
  }

  public HostConfig withAnnounce(Announce told) {
    return new HostConfig(
        listen, told, wire, dial, dns, kept, limits, streams, identify, ping, closing);
  }

  public HostConfig withDial(DialConfig dialling) {
    return new HostConfig(
        listen, announce, wire, dialling, dns, kept, limits, streams, identify, ping, closing);
  }

  public HostConfig withIdentify(IdentifyConfig said) {
    return new HostConfig(
        listen, announce, wire, dial, dns, kept, limits, streams, said, ping, closing);
  }

  public HostConfig withDns(DnsConfig asked) {
    return new HostConfig(
        listen, announce, wire, dial, asked, kept, limits, streams, identify, ping, closing);
  }

  public HostConfig withKept(Kept keeping) {
    return new HostConfig(
        listen, announce, wire, dial, dns, keeping, limits, streams, identify, ping, closing);
  }

  public HostConfig withLimits(ResourceLimits granted) {
    return new HostConfig(
        listen, announce, wire, dial, dns, kept, granted, streams, identify, ping, closing);
  }

  public HostConfig withWire(Wire made) {
    return new HostConfig(
        listen, announce, made, dial, dns, kept, limits, streams, identify, ping, closing);
  }
}
