package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.StreamHandler;
import org.trustnet.multiformats.Multiaddr;

/** What a program may ask of its own host. */
class OwnLimitsTest {
  private static final StreamHandler NOTHING = stream -> {};

  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void close() {
    hosts.close();
  }

  private static Multiaddr[] addresses(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(port -> Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port))
        .toArray(Multiaddr[]::new);
  }

  @Test
  void mayListenOnSixteenAddressesAndNotOnOneMore() {
    HostConfig config = HostConfig.defaults();
    assertThat(config.withListen(addresses(HostConfig.MAX_LISTENERS)).listen())
        .hasSize(HostConfig.MAX_LISTENERS);
    assertThatThrownBy(() -> config.withListen(addresses(HostConfig.MAX_LISTENERS + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 addresses to listen on");
  }

  @Test
  void mayHaveAsManyListenersToItsEventsAsItTakesAndNotOneMore() {
    HostNode host = hosts.start();
    HostListener listener = new HostListener() {};
    for (int i = 0; i < HostListeners.MAX_LISTENERS; i++) {
      host.listen(listener);
    }
    assertThatThrownBy(() -> host.listen(listener))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("more than 64 listeners");
  }

  @Test
  void mayServeAsManyProtocolsAsFitAndNotOneMore() {
    ProtocolTable table = new ProtocolTable();
    for (int i = 0; i < ProtocolTable.MAX_PROTOCOLS; i++) {
      table.add("/p/" + i, NOTHING);
    }
    assertThatThrownBy(() -> table.add("/p/over", NOTHING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("more than 256 protocols");
    assertThat(table.names()).hasSize(ProtocolTable.MAX_PROTOCOLS).doesNotContain("/p/over");
    table.add("/p/7", NOTHING);
    table.remove("/p/7");
    table.add("/p/over", NOTHING);
    assertThat(table.names()).hasSize(ProtocolTable.MAX_PROTOCOLS).contains("/p/over");
  }
}
