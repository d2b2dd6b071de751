package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.ping.PingConfig;
import org.trustnet.libp2p.ping.PingOutcome;

class HostNodeTest {
  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void close() {
    hosts.close();
  }

  @ParameterizedTest
  @EnumSource(HostConfig.Security.class)
  void connectsIdentifiesAndPingsBothWays(HostConfig.Security security) throws Exception {
    HostConfig config =
        TestHosts.config().withWire(HostConfig.Wire.defaults().withSecurity(security));
    HostNode a = hosts.start(config);
    HostNode b = hosts.start(config);
    BlockingQueue<HostListener.Identity> heardByA = identities(a);
    BlockingQueue<HostListener.Identity> heardByB = identities(b);

    Connection connection = TestHosts.connect(a, b);

    assertThat(connection.peer()).isEqualTo(b.peer());
    assertThat(connection.security())
        .isEqualTo(security == HostConfig.Security.TLS ? "/tls/1.0.0" : "/noise");
    HostListener.Identity ofB = heardByA.poll(10, TimeUnit.SECONDS);
    HostListener.Identity ofA = heardByB.poll(10, TimeUnit.SECONDS);
    assertThat(ofB.agent()).isEqualTo("trustnet");
    assertThat(ofB.protocols()).containsExactlyInAnyOrderElementsOf(b.protocols());
    assertThat(ofB.addresses()).isEqualTo(b.listenAddresses());
    assertThat(ofA.observed()).contains(connection.remoteAddress());
    assertThat(ping(a, b)).isInstanceOf(PingOutcome.Answered.class);
    assertThat(ping(b, a)).isInstanceOf(PingOutcome.Answered.class);
  }

  @Test
  void announcesAtOnceWhileNobodyIsConnected() throws Exception {
    IdentifyConfig d = IdentifyConfig.defaults();
    IdentifyConfig slow =
        new IdentifyConfig(
            d.agent(), d.protocolVersion(), d.timeout(), Duration.ofHours(1), d.addressLife());
    HostNode a = hosts.start(TestHosts.config().withIdentify(slow));
    HostNode b = hosts.start();
    BlockingQueue<HostListener.Identity> heard = identities(b);
    CountDownLatch announced = new CountDownLatch(1);
    a.listen(
        new HostListener() {
          @Override
          public void onAnnouncementChanged() {
            announced.countDown();
          }
        });

    a.handle("/x/new/1.0.0", stream -> {});

    assertThat(announced.await(10, TimeUnit.SECONDS)).isTrue();
    TestHosts.connect(b, a);
    assertThat(heard.poll(10, TimeUnit.SECONDS).protocols()).contains("/x/new/1.0.0");
  }

  private static PingOutcome ping(HostNode from, HostNode to) {
    Ping ping = new Ping(from, PingConfig.defaults(), new SecureRandom(), System::nanoTime);
    return ping.ping(to.peer(), TestHosts.PATIENCE);
  }

  private static BlockingQueue<HostListener.Identity> identities(HostNode of) {
    BlockingQueue<HostListener.Identity> heard = new LinkedBlockingQueue<>();
    of.listen(
        new HostListener() {
          @Override
          public void onIdentified(Connection connection, Identity identity) {
            heard.add(identity);
          }
        });
    return heard;
  }
}
