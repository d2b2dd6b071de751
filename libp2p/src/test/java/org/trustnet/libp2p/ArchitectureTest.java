package org.trustnet.libp2p;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.trustnet.testkit.rules.ArchitectureRules;
import org.trustnet.testkit.rules.HouseRules;
import org.trustnet.testkit.rules.Rule;
import org.trustnet.testkit.rules.SourceRules;

final class ArchitectureTest extends HouseRules {
  private static final String REAL_SOCKETS = "real sockets live in real time";

  @Override
  protected String rootPackage() {
    return "org.trustnet.libp2p";
  }

  @Override
  protected void exceptions(SourceRules rules) {
    rules.allow("org.trustnet.libp2p.dns.AddressResolverTest", REAL_SOCKETS, Rule.NANO_TIME);
    rules.allow("org.trustnet.libp2p.node.Eventually", REAL_SOCKETS, Rule.NANO_TIME);
    rules.allow("org.trustnet.libp2p.node.HostNodeTest", REAL_SOCKETS, Rule.NANO_TIME);
    rules.allow(
        "org.trustnet.libp2p.node.TestHosts", REAL_SOCKETS, Rule.NANO_TIME, Rule.WALL_CLOCK);
  }

  /**
   * Packages whose types only the stack itself sees, so that Netty may stand in their signatures.
   */
  private static final String[] INTERNAL = {
    "..libp2p.muxer..",
    "..libp2p.multistream..",
    "..libp2p.noise..",
    "..libp2p.tls..",
    "..libp2p.transport..",
    "..libp2p.yamux.."
  };

  @Override
  protected List<ArchRule> architecture() {
    return List.of(
        ArchitectureRules.nothingFrom("org.rocksdb..", "io.vertx.."),
        ArchitectureRules.nettyChannelsOnlyInHandlersAnd(INTERNAL),
        ArchitectureRules.noSignatureNames("io.netty", INTERNAL));
  }
}
