package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.node.HostConfig;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.ping.PingConfig;
import org.trustnet.libp2p.ping.PingOutcome;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/** Connect, identify and ping with a Kubo that speaks only the security protocol under test. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KuboConnectionInteropTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static KuboDaemon kubo(HostConfig.Security security) throws Exception {
    KuboDaemon.Settings settings = new KuboDaemon.Settings().config("Routing.Type", "\"none\"");
    return KuboDaemon.start(
        security == HostConfig.Security.TLS ? settings.onlyTls() : settings.onlyNoise());
  }

  @ParameterizedTest
  @EnumSource(HostConfig.Security.class)
  void kuboDialsIdentifiesAndPingsUs(HostConfig.Security security) throws Exception {
    try (KuboDaemon kubo = kubo(security);
        TestHosts hosts = new TestHosts()) {
      HostNode node = hosts.start();
      String address = node.listenAddresses().getFirst().withPeer(node.peer()).toString();

      assertThat(kubo.ipfs("swarm", "connect", address).require()).contains("success");

      String identity = kubo.ipfs("id", node.peer().toString()).require();
      assertThat(identity)
          .contains("\"AgentVersion\": \"" + IdentifyConfig.defaults().agent() + "\"")
          .contains("/ipfs/ping/1.0.0", "/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0")
          .contains(address);
      assertThat(kubo.ipfs("ping", "-n", "2", node.peer().toString()).require())
          .contains("Pong received");
      assertThat(kubo.ipfs("swarm", "peers").require()).contains(node.peer().toString());
      assertThat(node.connections().getFirst().security())
          .isEqualTo(security == HostConfig.Security.TLS ? "/tls/1.0.0" : "/noise");
    }
  }

  @ParameterizedTest
  @EnumSource(HostConfig.Security.class)
  void weDialIdentifyAndPingKubo(HostConfig.Security security) throws Exception {
    try (KuboDaemon kubo = kubo(security);
        TestHosts hosts = new TestHosts()) {
      HostNode node = hosts.start();
      PeerId peer = PeerId.parse(kubo.peer());
      BlockingQueue<HostListener.Identity> identities = new ArrayBlockingQueue<>(8);
      node.listen(
          new HostListener() {
            @Override
            public void onIdentified(Connection connection, Identity identity) {
              identities.add(identity);
            }
          });

      DialOutcome outcome =
          node.connect(peer, List.of(Multiaddr.parse(kubo.tcpAddress())), PATIENCE);

      assertThat(outcome).isInstanceOf(DialOutcome.Connected.class);
      HostListener.Identity identity = identities.poll(10, TimeUnit.SECONDS);
      assertThat(identity).isNotNull();
      assertThat(identity.agent()).startsWith("kubo/");
      assertThat(identity.protocols()).contains("/ipfs/bitswap/1.2.0", "/ipfs/ping/1.0.0");
      assertThat(identity.observed()).contains(node.connections(peer).getFirst().localAddress());
      Ping ping = new Ping(node, PingConfig.defaults(), new SecureRandom(), System::nanoTime);
      assertThat(ping.ping(peer, PATIENCE)).isInstanceOf(PingOutcome.Answered.class);
      assertThat(kubo.ipfs("swarm", "peers").require()).contains(node.peer().toString());
      assertThat(kubo.ipfs("id", node.peer().toString()).require())
          .contains("\"AgentVersion\": \"" + IdentifyConfig.defaults().agent() + "\"");
    }
  }

  @ParameterizedTest
  @EnumSource(HostConfig.Security.class)
  void kuboHearsOfANewProtocolByPush(HostConfig.Security security) throws Exception {
    try (KuboDaemon kubo = kubo(security);
        TestHosts hosts = new TestHosts()) {
      HostNode node = hosts.start();
      String address = node.listenAddresses().getFirst().withPeer(node.peer()).toString();
      kubo.ipfs("swarm", "connect", address).require();
      assertThat(kubo.ipfs("id", node.peer().toString()).require()).doesNotContain("/x/new");

      node.handle("/x/new/1.0.0", stream -> {});

      Eventually.holds(
          () -> kubo.ipfs("id", node.peer().toString()).require().contains("/x/new/1.0.0"));
    }
  }
}
