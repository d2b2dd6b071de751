package org.trustnet.libp2p.node;

import java.util.ArrayList;
import java.util.List;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.tls.TlsCertificate;
import org.trustnet.libp2p.tls.TlsContexts;
import org.trustnet.libp2p.transport.CryptoPool;
import org.trustnet.libp2p.transport.NoiseSecurity;
import org.trustnet.libp2p.transport.SecurityProtocol;
import org.trustnet.libp2p.transport.TlsSecurity;

/** How a host's connections are secured: what it offers and accepts. */
final class SecurityOffer {
  private static final List<String> MUXERS = List.of("/yamux/1.0.0");

  private SecurityOffer() {}

  /**
   * The protocols that {@code wanted} names, in its order. Makes the certificate of this run.
   *
   * @param crypto where handshakes compute
   */
  static List<SecurityProtocol> of(
      List<HostConfig.Security> wanted,
      PrivateKey key,
      HostNode.Environment environment,
      CryptoPool crypto) {
    TlsContexts tls =
        TlsContexts.of(
            TlsCertificate.create(key, environment.wall().instant(), environment.random()),
            MUXERS,
            environment.wall());
    List<SecurityProtocol> offered = new ArrayList<>();
    for (HostConfig.Security one : wanted) {
      offered.add(
          switch (one) {
            case TLS -> new TlsSecurity(tls, crypto);
            case NOISE -> new NoiseSecurity(key, MUXERS, environment.random(), crypto);
          });
    }
    return offered;
  }
}
